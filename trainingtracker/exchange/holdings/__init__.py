"""Lists of what people can do: who holds which competence at which level, since when, by what.

`fields` (columns), `entries` (a row, read), `stored` (what is on record), `compare` (the whole list
into a preview), `apply` (what it writes). Lists of certificates come to the same entries.
"""
