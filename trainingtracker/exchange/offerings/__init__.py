"""Lists of offerings with their meetings: one row a meeting, the same number for all of one.

`fields` (columns), `entries` (rows, read and gathered by offering), `plans` (an offering as it will
be), `compare` (the whole list into a preview).
"""
