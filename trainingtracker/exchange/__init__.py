"""Lists from other systems: read any spreadsheet, match its headings, preview, apply.

`read_and_compare` gives a Preview, the same for the command and for pages; `apply` writes it.
From the file to the database: `reading` (any file to sheets of cells), `meaning` (where the
headings are and what a cell means), a package for each kind of list (how its rows are held beside
what is on record), `runs` (what is kept of a list: findings, the file, the way back).

A kind is a `KindOfList` (kind.py): the vocabulary of its columns and one function that compares a
table with what is on record into a preview. It need not know how the file was read, who asked, or
that the list can be taken back: what it writes through the session or `privacy.bulk_*` is taken
down by itself.
"""
