"""Workbooks for people who have to answer for numbers: what they contain and how they are laid out.

`report.py` describes columns and filters, `workbook/` writes files, each `attainment_*.py` fills
a sheet or two, `registry.py` lists what can be downloaded.
"""
