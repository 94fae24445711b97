"""Lists of units: the tree, cost centres, and who leads.

`fields` (columns), `entries` (a row, read), `stored` (what is on record), `differences` (the two
beside each other), `compare` (the whole list into a preview), `apply` (what it writes).
"""
