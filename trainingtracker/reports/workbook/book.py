"""A workbook: what it says about itself, its sheets in their order, its way out."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Self

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from trainingtracker import clock
from trainingtracker.reports.report import Column, Value
from trainingtracker.reports.workbook.chart import with_words
from trainingtracker.reports.workbook.names import sheet_title, table_name
from trainingtracker.reports.workbook.package import Package, described
from trainingtracker.reports.workbook.sheet import Sheet
from trainingtracker.reports.workbook.table import TableSheet
from trainingtracker.reports.workbook.wardrobe import Wardrobe


class Book:
    """A workbook in one language. Sheets stand in the order in which they are added.

    openpyxl describes it: looks, widths, tables, print settings, everything on pages to read. The
    rows of tables never meet openpyxl; they are written between what it says of their sheets, while
    the workbook is on its way out.
    """

    def __init__(self, language: str, *, title: str, author: str, footer: str) -> None:
        self.language = language
        self.footer = footer
        self._book = Workbook()
        self._book.remove(self._book.worksheets[0])
        self._wardrobe = Wardrobe(self._book, language)
        self._sheets: list[Sheet] = []
        self._last: list[Callable[[], None]] = []
        self._frames: dict[str, bytes] = {}
        properties = self._book.properties
        properties.title = title
        properties.creator = author
        properties.lastModifiedBy = author
        properties.language = {"de": "de-DE", "en": "en-GB"}[language]
        # The file format wants UTC without saying so.
        properties.created = clock.now().replace(tzinfo=None)

    def page(self, title: str, widths: Sequence[float], *, repeat: int | None = None) -> Sheet:
        """A sheet to read. `repeat` is the row of headings, kept in sight and on each page."""
        worksheet = self._worksheet(title)
        sheet = Sheet(
            worksheet, self._next_number, widths, self._wardrobe, self.language, self.footer
        )
        self._sheets.append(sheet)
        sheet.quiet_grid()
        if repeat:
            sheet.keep_in_sight(repeat)
        return sheet

    def table(self, title: str, columns: Sequence[Column]) -> TableSheet:
        """A sheet that is one native table: headings in row 1, a record a row."""
        return self._add_table(self._worksheet(title), columns, len(self._sheets))

    def at_last(self, fill: Callable[[], None]) -> None:
        """Have pages filled when all tables are written and the numbers of their rows are known."""
        self._last.append(fill)

    def stream(self) -> Iterator[bytes]:
        """The file, piece by piece; rows are read as they are needed."""
        package = Package()
        for sheet in self._tables:
            yield from self._stream_table(package, sheet)
        for fill in self._last:
            fill()
        for sheet in self._tables:
            sheet.spread()
        written = {sheet.part for sheet in self._tables}
        for name, content in self._described().items():
            if name not in written:
                yield from package.part(name, [content])
        yield from package.end()

    def save(self, output: BinaryIO | Path) -> None:
        with output.open("wb") if isinstance(output, Path) else nullcontext(output) as file:
            file.writelines(self.stream())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        """There is nothing to clear away: what has not been streamed is nowhere yet."""

    @property
    def _tables(self) -> list[TableSheet]:
        return [sheet for sheet in self._sheets if isinstance(sheet, TableSheet)]

    @property
    def _next_number(self) -> int:
        return len(self._sheets) + 1

    def _stream_table(self, package: Package, first: TableSheet) -> Iterator[bytes]:
        """The sheet, and as many further ones behind it as its rows need."""
        rows = iter(first.rows)
        yield from self._stream_sheet(package, first, rows)
        position = self._sheets.index(first)
        for row in rows:
            position += 1
            worksheet = self._worksheet(first.title, position)
            further = self._add_table(worksheet, first.columns, position)
            yield from self._stream_sheet(package, further, chain((row,), rows))

    def _stream_sheet(
        self, package: Package, sheet: TableSheet, rows: Iterator[Sequence[Value]]
    ) -> Iterator[bytes]:
        yield from package.part(sheet.part, sheet.markup(self._frame(sheet), rows))

    def _frame(self, sheet: TableSheet) -> bytes:
        """What stands around the rows of a table: asked once for all, and again only where more
        rows have come than one sheet can hold.
        """
        if sheet.part not in self._frames:
            sheet_parts = {each.part for each in self._tables}
            found = self._described()
            self._frames = {part: found[part] for part in sheet_parts}
        return self._frames[sheet.part]

    def _add_table(
        self, worksheet: Worksheet, columns: Sequence[Column], position: int
    ) -> TableSheet:
        name = table_name(worksheet.title, [table.name for table in self._tables])
        sheet = TableSheet(
            worksheet,
            self._next_number,
            columns,
            name,
            self._wardrobe,
            self.language,
            self.footer,
        )
        self._sheets.insert(position, sheet)
        return sheet

    def _worksheet(self, title: str, position: int | None = None) -> Worksheet:
        """An empty sheet; the first one is what a reader sees on opening."""
        worksheet: Worksheet = self._book.create_sheet(
            sheet_title(title, self._book.sheetnames), position
        )
        worksheet.sheet_view.tabSelected = not self._sheets
        return worksheet

    def _described(self) -> dict[str, bytes]:
        parts = described(self._book, [sheet.number for sheet in self._sheets])
        illustrated = [sheet for sheet in self._sheets if sheet.charts]
        for number, sheet in enumerate(illustrated, 1):
            drawings = f"xl/drawings/drawing{number}.xml"
            parts[drawings] = with_words(parts[drawings], sheet.charts)
        return parts
