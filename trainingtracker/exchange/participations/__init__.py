"""Lists of what happened before the tracker: who took part in which course, when.

`fields` (columns), `entries` (a row, read), `stored` (what is on record), `differences` (the two
beside each other), `compare` (the whole list into a preview), `apply` (what it writes).
"""
