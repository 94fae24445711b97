"""Makes a page's rows, a workbook, CSV or JSON of any report, from its tables alone."""
