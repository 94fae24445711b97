"""Lists of courses: what HR offers, with what a course gives and asks for.

`fields` (columns), `entries` (a row, read), `stored` (what is on record), `differences` (the two
beside each other), `compare` (the whole list into a preview), `apply` (what it writes).
"""
