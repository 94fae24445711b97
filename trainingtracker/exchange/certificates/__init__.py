"""Lists of language certificates: the scheme's table says which level a result proves.

`fields` (columns), `schemes` (the tables, by version), `entries` (a row, read), `compare`. What
comes of a row is a holding: comparing and writing is as in `holdings`.
"""
