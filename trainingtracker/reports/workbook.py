"""Writes .xlsx files row by row; the only place that knows openpyxl.

Rows are streamed to disk, so a workbook costs the same memory whatever its length. Every text is
stored as text: a name that begins with = + - or @ is never a formula. Numbers, dates and shares
keep their type and get a format.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, Self
from xml.sax.saxutils import escape

from openpyxl import Workbook as _Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import quote_sheetname
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._writer import WorksheetWriter, create_temporary_file
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo

from trainingtracker import clock
from trainingtracker.reports.report import Column, Value
from trainingtracker.reports.styles import (
    HEADING,
    LINK,
    PLAIN,
    QUIET,
    RULE,
    Style,
    number_format,
)
from trainingtracker.text import mark, sentence

_A4 = 9
# What XML 1.0 cannot hold: control characters, halves of surrogate pairs, two non-characters.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_TEXT = 32_767
_FORMULA_STARTS = ("=", "+", "-", "@")
_RECORDS_AT_ONCE = 200


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

    def page(self, title: str, widths: Sequence[float], *, repeat: int | None = None) -> "Sheet":
        """A sheet to read. `repeat` is the row of headings, kept in sight and on each page."""
        sheet = Sheet(self, title, widths)
        sheet.quiet_grid()
        if repeat:
            sheet.keep_in_sight(repeat)
        return sheet

    def table(self, title: str, columns: Sequence[Column]) -> "TableSheet":
        """A sheet that is one native table: headings in row 1, a record a row."""
        return TableSheet(self, title, columns)

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


class Sheet:
    """A sheet that is being written, from the top down."""

    def __init__(self, book: Book, title: str, widths: Sequence[float]) -> None:
        self.title = title
        self.language = book.language
        self.row_count = 0
        # The type stubs leave out most of what a write-only sheet shares with an ordinary one.
        self._ws: Any = book._book.create_sheet(title)
        book._sheets.append(self)
        self._prototypes: dict[tuple[Style, bool], Cell] = {}
        for number, width in enumerate(widths, 1):
            self._ws.column_dimensions[get_column_letter(number)].width = width
        self._set_up_page(book.footer)
        self._ws.sheet_view.tabSelected = len(book._book.worksheets) == 1

    def row(
        self, cells: Iterable[tuple[Value, Style]], *, level: int = 0, height: float = 0
    ) -> None:
        """The next row. `level` is the depth of its outline group, `height` in points."""
        self.row_count += 1
        if level or height:
            # Removed again below: one kept for every row would grow with the sheet.
            dimension = self._ws.row_dimensions[self.row_count]
            dimension.outlineLevel = min(level, 7)
            dimension.height = height or None
        self._ws.append(self._cells(cells))
        self._ws.row_dimensions.pop(self.row_count, None)

    def line(self, *values: Value, style: Style = PLAIN, height: float = 0) -> None:
        """The next row in one style; its numbers and dates in the formats of their kind."""
        self.row(((value, style) for value in values), height=height)

    def headings(self, columns: Sequence[Column], height: float = 32) -> None:
        self.row(
            ((column.title(self.language), _heading_style(column)) for column in columns),
            height=height,
        )

    def gap(self) -> None:
        self.row(())

    def link(self, text: str, target: str, *rest: tuple[Value, Style]) -> None:
        """A row that begins with a link to another sheet."""
        cell = WriteOnlyCell(self._ws)
        _dress(cell, LINK, self.language)
        cell._value, cell.data_type = text, "s"  # type: ignore[attr-defined]
        cell.hyperlink = Hyperlink(ref="A1", location=f"{quote_sheetname(target)}!A1", display=text)
        # Assigning a link makes the cell look like a link of the web; keep the house's look.
        _dress(cell, LINK, self.language)
        self.row_count += 1
        self._ws.append(_chained(cell, self._cells(rest)))

    def discard(self) -> None:
        """Give up the sheet and remove its temporary file."""
        if not self._ws.closed:
            self._ws.close()
        self._ws._writer.cleanup()

    def finish(self) -> None:
        """Complete the sheet on disk, to be packed into the workbook."""
        self._ws.close()

    def quiet_grid(self) -> None:
        self._ws.sheet_view.showGridLines = False

    def outlined(self) -> None:
        """Parents stand above their groups."""
        self._ws.sheet_properties.outlinePr.summaryBelow = False

    def deepest_level(self, level: int) -> None:
        """How many outline levels there are; spreadsheets size the margin by it."""
        self._ws.sheet_format.outlineLevelRow = min(level, 7)

    def keep_in_sight(self, row: int) -> None:
        """Freeze everything down to the row of headings, and print that row on each page."""
        self._ws.freeze_panes = f"A{row + 1}"
        self._ws.print_title_rows = f"{row}:{row}"

    def filter(self, first_row: int, columns: int) -> None:
        """Filter buttons on the headings in `first_row`, over all rows written so far."""
        last = get_column_letter(columns)
        self._ws.auto_filter.ref = f"A{first_row}:{last}{max(self.row_count, first_row)}"

    def _set_up_page(self, footer: str) -> None:
        ws = self._ws
        ws.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        ws.page_setup.orientation = "landscape"
        ws.page_setup.paperSize = _A4
        ws.page_setup.fitToWidth = 1
        ws.page_setup.fitToHeight = 0
        ws.page_margins.left = ws.page_margins.right = 0.5
        ws.page_margins.top = 0.6
        ws.page_margins.bottom = 0.7
        ws.page_margins.header = ws.page_margins.footer = 0.3
        line = ws.HeaderFooter.oddFooter
        line.left.text = _footer_text(footer)
        line.center.text = "&A"
        line.right.text = sentence(
            mark("Page %(page)s of %(pages)s"), self.language, page="&P", pages="&N"
        )
        for part in (line.left, line.center, line.right):
            part.size, part.color = 8, QUIET

    def _cells(self, cells: Iterable[tuple[Value, Style]]) -> Iterator[Cell]:
        # Each cell is on disk before the next is asked for, so one prototype a style is enough.
        for value, style in cells:
            yield self._cell(value, style)

    def _cell(self, value: Value, style: Style) -> Any:
        if isinstance(value, str):
            text = _clean(value)
            cell = self._prototype(style, quoted=text.startswith(_FORMULA_STARTS))
            cell._value, cell.data_type = text, "s"  # type: ignore[attr-defined]
            return cell
        cell = self._prototype(style)
        cell._value = value  # type: ignore[attr-defined]
        cell.data_type = "d" if isinstance(value, date) else "n"
        return cell

    def _prototype(self, style: Style, quoted: bool = False) -> Cell:
        cell = self._prototypes.get((style, quoted))
        if cell is None:
            cell = self._prototypes[style, quoted] = WriteOnlyCell(self._ws)
            _dress(cell, style, self.language)
            # Excel shows no apostrophe and keeps the text a text when somebody edits the cell.
            cell.quotePrefix = quoted
        return cell


class TableSheet(Sheet):
    """A native table from row 1. `close` once all records are written.

    openpyxl makes and styles an object for each cell. For a hundred thousand records their markup
    goes to the sheet's file at once instead, between what openpyxl writes before and after.
    """

    def __init__(self, book: Book, title: str, columns: Sequence[Column]) -> None:
        super().__init__(book, title, [column.width for column in columns])
        self.columns = columns
        self.keep_in_sight(1)
        self._open_file()
        self.headings(columns)
        self._ws._values_to_row = lambda records, _number: records
        self._ws._writer.write_row = self._write_records
        self._pending: list[str] = []
        self._cell_starts = [
            (
                f'<c r="{get_column_letter(number)}',
                f'" s="{self._prototype(style).style_id}"',
                f'" s="{self._prototype(style, quoted=True).style_id}"',
            )
            for number, style in enumerate(
                (Style(kind=column.kind, indent=column.indent) for column in columns), 1
            )
        ]

    def _open_file(self) -> None:
        """Have openpyxl write to a file that is open for us too."""
        path = create_temporary_file()
        self._file = Path(path).open("wb")  # noqa: SIM115 - open as long as rows come
        self._ws._writer = WorksheetWriter(self._ws, self._file)
        # From here on the path is asked for: to pack the sheet, or to remove it.
        self._ws._writer.out = path
        self._ws._writer.write_top()

    @property
    def record_count(self) -> int:
        return self.row_count - 1

    def record(self, values: Iterable[Value]) -> None:
        """The next record: one value a column."""
        self.row_count += 1
        number = self.row_count
        cells = [f'<row r="{number}">']
        for (place, plain, quoted), value in zip(self._cell_starts, values, strict=True):
            if value is None:
                continue
            if isinstance(value, str):
                like_formula, markup = _inline_text(value)
                cells.append(f"{place}{number}{quoted if like_formula else plain}{markup}")
            else:
                serial = _serial(value) if isinstance(value, date) else value
                cells.append(f'{place}{number}{plain} t="n"><v>{serial}</v></c>')
        cells.append("</row>")
        self._pending.append("".join(cells))
        if len(self._pending) >= _RECORDS_AT_ONCE:
            self._ws.append(self._pending)

    def _write_records(self, file: Any, records: list[str], _number: int) -> None:
        file.flush()
        self._file.write("".join(records).encode())
        records.clear()

    def finish(self) -> None:
        super().finish()
        self._file.close()

    def discard(self) -> None:
        super().discard()
        self._file.close()

    def close(self) -> int:
        """Put the table over the rows; answers the number of records.

        A table without a record gets one empty row, which spreadsheets ask for.
        """
        records = self.record_count
        last = get_column_letter(len(self.columns))
        if not records:
            self.record(None for _ in self.columns)
        if self._pending:
            self._ws.append(self._pending)
        name = table_name(self.title)
        table = Table(name=name, displayName=name, ref=f"A1:{last}{self.row_count}")
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
        # Rows already on disk cannot be read back, so the table is told its headings.
        table._initialise_columns()  # type: ignore[attr-defined]
        for column, described in zip(table.tableColumns, self.columns, strict=True):
            column.name = described.title(self.language)
        self._ws.tables.add(table)
        return records


@lru_cache(maxsize=4096)
def _inline_text(text: str) -> tuple[bool, str]:
    """Whether a program could take the text for a formula, and the end of its cell."""
    text = _clean(text)
    space = ' xml:space="preserve"' if text != text.strip() else ""
    markup = f' t="inlineStr"><is><t{space}>{escape(text)}</t></is></c>'
    return text.startswith(_FORMULA_STARTS), markup


@lru_cache(maxsize=4096)
def _serial(day: date) -> float:
    serial: float = to_excel(day)  # type: ignore[no-untyped-call]
    return serial


def _clean(text: str) -> str:
    """The text without what no workbook may hold."""
    return _IMPOSSIBLE.sub("", text)[:_LONGEST_TEXT]


def _heading_style(column: Column) -> Style:
    """A heading stands where the values of its column stand."""
    return replace(HEADING, align=Style(kind=column.kind).horizontal, indent=column.indent)


def table_name(title: str) -> str:
    """A name that formulas can use: letters, digits and underscores, no blanks."""
    return "".join(letter if letter.isalnum() else "_" for letter in title)


def _footer_text(text: str) -> str:
    # In a footer & starts a code; doubled it is itself.
    return text.replace("&", "&&")


def _chained(first: Any, rest: Iterator[Any]) -> Iterator[Any]:
    yield first
    yield from rest


def _dress(cell: Cell, style: Style, language: str) -> None:
    cell.font = Font(
        name="Calibri", size=style.size, bold=style.bold, italic=style.italic, color=style.colour
    )
    cell.alignment = Alignment(
        horizontal=style.horizontal,
        vertical="top" if style.wrap and not style.fill else "center",
        wrap_text=style.wrap,
        indent=style.indent,
    )
    cell.number_format = number_format(style.kind, language)
    if style.fill:
        cell.fill = PatternFill("solid", start_color=style.fill)
    if style.line:
        cell.border = Border(bottom=Side(style="thin", color=RULE))
