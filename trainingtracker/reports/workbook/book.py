"""A workbook: what it says about itself, its sheets in their order, its way to disk."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO, Self

from openpyxl import Workbook as _Workbook

from trainingtracker import clock
from trainingtracker.reports.report import Column
from trainingtracker.reports.workbook.sheet import Sheet
from trainingtracker.reports.workbook.table import TableSheet


class Book:
    """A workbook in one language. Sheets stand in the order in which they are added."""

    def __init__(self, language: str, *, title: str, author: str, footer: str) -> None:
        self.language = language
        self.footer = footer
        self._book = _Workbook(write_only=True)
        self._sheets: list[Sheet] = []
        self._saved = False
        properties = self._book.properties
        properties.title = title
        properties.creator = author
        properties.lastModifiedBy = author
        properties.language = {"de": "de-DE", "en": "en-GB"}[language]
        # The file format wants UTC without saying so.
        properties.created = clock.now().replace(tzinfo=None)

    def page(self, title: str, widths: Sequence[float], *, repeat: int | None = None) -> Sheet:
        """A sheet to read. `repeat` is the row of headings, kept in sight and on each page."""
        sheet = Sheet(self._worksheet(title), widths, self.language, self.footer)
        self._sheets.append(sheet)
        sheet.quiet_grid()
        if repeat:
            sheet.keep_in_sight(repeat)
        return sheet

    def table(self, title: str, columns: Sequence[Column]) -> TableSheet:
        """A sheet that is one native table: headings in row 1, a record a row."""
        sheet = TableSheet(self._worksheet(title), columns, self.language, self.footer)
        self._sheets.append(sheet)
        return sheet

    def save(self, output: BinaryIO | Path) -> None:
        for sheet in self._sheets:
            sheet.finish()
        self._book.save(output)
        self._saved = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        """Leave no half-written sheet on disk when something went wrong before `save`."""
        if not self._saved:
            for sheet in self._sheets:
                sheet.discard()

    def _worksheet(self, title: str) -> Any:
        """An empty sheet at the end; the first one is what a reader sees on opening."""
        worksheet = self._book.create_sheet(title)
        worksheet.sheet_view.tabSelected = not self._sheets
        return worksheet
