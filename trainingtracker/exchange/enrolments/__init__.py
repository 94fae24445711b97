"""Lists of participants: who is enrolled where, and how it stands with them.

`fields` (columns), `entries` (a row, read), `stored` (what is on record), `moves` (from one status
to another, by the operations), `compare` (the whole list into a preview).
"""
