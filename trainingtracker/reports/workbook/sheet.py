"""A sheet to read, written from the top down, and how it looks on screen and paper."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from textwrap import wrap

from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import Outline, PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from trainingtracker.reports.report import Column, Value
from trainingtracker.reports.styles import HEADING, LINK, PLAIN, QUIET, Style
from trainingtracker.reports.workbook.cells import FORMULA_STARTS, storable
from trainingtracker.reports.workbook.chart import Chart, drawn
from trainingtracker.reports.workbook.marking import let_stand_out
from trainingtracker.reports.workbook.wardrobe import Wardrobe
from trainingtracker.text import mark, sentence

_A4 = 9
_HEADING_LINE_HEIGHT, _HEADING_GAP = 13, 6


class Sheet:
    """A sheet that is being written, from the top down. `number` is that of its part."""

    def __init__(
        self,
        worksheet: Worksheet,
        number: int,
        widths: Sequence[float],
        wardrobe: Wardrobe,
        language: str,
        footer: str,
    ) -> None:
        self.number = number
        self.language = language
        self.row_count = 0
        self.charts: list[Chart] = []
        self._ws = worksheet
        self._wardrobe = wardrobe
        for column, width in enumerate(widths, 1):
            worksheet.column_dimensions[get_column_letter(column)].width = width
        self._set_up_page(footer)

    @property
    def title(self) -> str:
        return self._ws.title

    def row(
        self, cells: Iterable[tuple[Value, Style]], *, level: int = 0, height: float = 0
    ) -> None:
        """The next row. `level` is the depth of its outline group, `height` in points."""
        self.row_count += 1
        if level or height:
            dimension = self._ws.row_dimensions[self.row_count]
            dimension.outlineLevel = min(level, 7)
            dimension.height = height or None
        for column, (value, style) in enumerate(cells, 1):
            self._put(column, value, style)

    def line(self, *values: Value, style: Style = PLAIN, height: float = 0) -> None:
        """The next row in one style; its numbers and dates in the formats of their kind."""
        self.row(((value, style) for value in values), height=height)

    def headings(self, columns: Sequence[Column], height: float = 32) -> None:
        """At least so high: as high as the longest heading needs in its column."""
        titles = [column.title(self.language) for column in columns]
        lines = max(
            len(wrap(title, max(1, int(column.width - column.indent))))
            for title, column in zip(titles, columns, strict=True)
        )
        needed = lines * _HEADING_LINE_HEIGHT + _HEADING_GAP
        looks = zip(titles, map(_heading_style, columns), strict=True)
        self.row(looks, height=max(height, needed))

    def gap(self) -> None:
        self.row(())

    def link(self, text: str, target: str, *rest: tuple[Value, Style]) -> None:
        """A row that begins with a link to another sheet."""
        self.row(((text, LINK), *rest))
        cell = self._cell(1)
        cell.hyperlink = Hyperlink(ref="", location=f"{quote_sheetname(target)}!A1", display=text)
        # Assigning a link makes the cell look like a link of the web; keep the house's look.
        self._wardrobe.dress(cell, LINK)

    def on_one_page(self) -> None:
        """Print all of it on one sheet of paper, so that a chart is not cut."""
        self._ws.page_setup.fitToHeight = 1

    def quiet_grid(self) -> None:
        self._ws.sheet_view.showGridLines = False

    def outlined(self) -> None:
        """Parents stand above their groups."""
        self._ws.sheet_properties.outlinePr = Outline(summaryBelow=False)

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

    def let_stand_out(self, columns: Sequence[Column], first_row: int, last_row: int) -> None:
        """Mark cells of these rows by what they hold, as their columns say."""
        for position, column in enumerate(columns, 1):
            let_stand_out(self._ws, column, position, range(first_row, last_row + 1), self.language)

    def chart(self, chart: Chart, at: str) -> None:
        """Draw rows that have been written; `at` is the cell of the upper left corner."""
        self._ws.add_chart(drawn(chart, self._ws), at)
        self.charts.append(chart)

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
        line = ws.oddFooter
        assert line is not None
        line.left.text = _footer_text(footer)
        line.center.text = "&A"
        line.right.text = sentence(
            mark("Page %(page)s of %(pages)s"), self.language, page="&P", pages="&N"
        )
        for part in (line.left, line.center, line.right):
            part.size, part.color = 8, QUIET

    def _put(self, column: int, value: Value, style: Style) -> None:
        cell, stored = self._cell(column), storable(value)
        cell.value = stored
        quoted = isinstance(stored, str)
        if isinstance(stored, str):
            # Whatever it looks like, it is a text.
            cell.data_type = "s"
            quoted = stored.startswith(FORMULA_STARTS)
        self._wardrobe.dress(cell, style, quoted=quoted)

    def _cell(self, column: int) -> Cell:
        cell = self._ws.cell(self.row_count, column)
        assert isinstance(cell, Cell)
        return cell


def _heading_style(column: Column) -> Style:
    """A heading stands where the values of its column stand."""
    return replace(HEADING, align=Style(kind=column.kind).horizontal, indent=column.indent)


def _footer_text(text: str) -> str:
    # In a footer & starts a code; doubled it is itself.
    return text.replace("&", "&&")
