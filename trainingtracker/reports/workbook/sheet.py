"""A sheet of a workbook, written from the top down, and how it looks on screen and paper."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from trainingtracker.reports.report import Column, Value
from trainingtracker.reports.styles import HEADING, LINK, PLAIN, QUIET, Style
from trainingtracker.reports.workbook.cells import FORMULA_STARTS, clean, dress
from trainingtracker.text import mark, sentence

_A4 = 9


class Sheet:
    """A sheet that is being written, from the top down."""

    def __init__(self, worksheet: Any, widths: Sequence[float], language: str, footer: str) -> None:
        # The type stubs leave out most of what a write-only sheet shares with an ordinary one.
        self._ws = worksheet
        self.language = language
        self.row_count = 0
        self._prototypes: dict[tuple[Style, bool], Cell] = {}
        for number, width in enumerate(widths, 1):
            self._ws.column_dimensions[get_column_letter(number)].width = width
        self._set_up_page(footer)

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
        dress(cell, LINK, self.language)
        cell._value, cell.data_type = text, "s"  # type: ignore[attr-defined]
        cell.hyperlink = Hyperlink(ref="A1", location=f"{quote_sheetname(target)}!A1", display=text)
        # Assigning a link makes the cell look like a link of the web; keep the house's look.
        dress(cell, LINK, self.language)
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
            text = clean(value)
            cell = self._prototype(style, quoted=text.startswith(FORMULA_STARTS))
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
            dress(cell, style, self.language)
            # Excel shows no apostrophe and keeps the text a text when somebody edits the cell.
            cell.quotePrefix = quoted
        return cell


def _heading_style(column: Column) -> Style:
    """A heading stands where the values of its column stand."""
    return replace(HEADING, align=Style(kind=column.kind).horizontal, indent=column.indent)


def _footer_text(text: str) -> str:
    # In a footer & starts a code; doubled it is itself.
    return text.replace("&", "&&")


def _chained(first: Any, rest: Iterator[Any]) -> Iterator[Any]:
    # openpyxl takes a generator for a row, but no itertools.chain.
    yield first
    yield from rest
