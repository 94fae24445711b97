"""Lists of attendance: who was at which meeting, one row each.

`fields` (columns), `entries` (a row, read), `stored` (what is on record), `compare` (the whole list
into a preview).
"""
