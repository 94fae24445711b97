"""Lists from other systems: read any spreadsheet, match its headings, preview, apply.

`read_and_compare` gives a Preview, the same for the command and for pages; `apply` writes it.
"""
