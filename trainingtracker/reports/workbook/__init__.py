"""Writes .xlsx files; the only package that knows openpyxl.

openpyxl describes a workbook, rows are streamed into it while it leaves, so a workbook costs the
same memory whatever its length. Every text is stored as text: a name that begins with = + - or @ is
never a formula. Numbers, dates and shares keep their type and get a format.
"""

from trainingtracker.reports.workbook.book import Book
from trainingtracker.reports.workbook.chart import Chart
from trainingtracker.reports.workbook.sheet import Sheet
from trainingtracker.reports.workbook.table import TableSheet

__all__ = ["Book", "Chart", "Sheet", "TableSheet"]
