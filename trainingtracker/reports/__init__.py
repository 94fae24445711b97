"""Reports for people who have to answer for numbers: what they contain and how they are laid out.

`report.py` says what a report is: columns, tables, filters. Each report is a module or a package of
its own and a line in `registry.py`. `rendering/` makes pages, workbooks, CSV and JSON of any of
them; `workbook/` writes .xlsx files. `lists/` are the Excel files of the lists on pages,
`releases/` is what HR publishes of the statistics.
"""
