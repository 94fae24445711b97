"""Lists of numbers reached before the tracker: so many persons of a unit in a topic by a day.

`fields` (columns), `entries` (a row, read), `compare` (the list into a preview), `apply`.
"""
