"""Staff lists: people and their unit, status group, working time and leave.

`fields` (columns), `entries` (a row, read), `stored` (what is on record), `differences` (the two
beside each other), `compare` (the whole list into a preview), `apply` (what it writes).
"""
