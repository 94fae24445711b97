"""A sheet that is one native table: described by openpyxl, its rows streamed as markup."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from trainingtracker.reports.report import Column, Value
from trainingtracker.reports.styles import Style
from trainingtracker.reports.workbook.markup import Rows, Styles
from trainingtracker.reports.workbook.names import headings
from trainingtracker.reports.workbook.sheet import Sheet
from trainingtracker.reports.workbook.wardrobe import Wardrobe

# All that a spreadsheet has, the one of the headings included.
MOST_ROWS = 1_048_576
# What a part of a package can hold, less the rows of a moment.
_MOST_BYTES = 2_000_000_000
# As much markup as a processor has at hand.
_ROWS_AT_ONCE = 100
_DIMENSION = re.compile(rb"<dimension [^>]*/>")


class TableSheet(Sheet):
    """A native table from row 1. Its rows are asked for while the workbook is being written."""

    def __init__(
        self,
        worksheet: Worksheet,
        number: int,
        columns: Sequence[Column],
        name: str,
        wardrobe: Wardrobe,
        language: str,
        footer: str,
    ) -> None:
        widths = [column.width for column in columns]
        super().__init__(worksheet, number, widths, wardrobe, language, footer)
        self.columns = columns
        self._few: list[Sequence[Value]] = []
        self.rows: Iterable[Sequence[Value]] = self._few
        self._titles = headings(column.title(language) for column in columns)
        self.keep_in_sight(1)
        self.headings(columns)
        self.let_stand_out(columns, 2, MOST_ROWS)
        self.name = name
        self._table = self._described_table()

    def headings(self, columns: Sequence[Column], height: float = 32) -> None:
        super().headings(columns, height)
        for position, title in enumerate(self._titles, 1):
            self._cell(position).value = title

    def fill(self, rows: Iterable[Sequence[Value]]) -> None:
        """The rows of the table, a value a column; nothing is read before the sheet is written."""
        self.rows = rows

    def record(self, values: Iterable[Value]) -> None:
        """One more row of a short table: it is kept until the workbook is written."""
        self._few.append(tuple(values))

    def close(self) -> int:
        """All rows of the short table are there: how many."""
        return len(self._few)

    @property
    def part(self) -> str:
        return f"xl/worksheets/sheet{self.number}.xml"

    def markup(self, description: bytes, rows: Iterator[Sequence[Value]]) -> Iterator[bytes]:
        """The sheet, piece by piece, with as many of the rows as it can hold."""
        head, tail = description.split(b"</sheetData>")
        # It would say that there are no rows.
        yield _DIMENSION.sub(b"", head)
        makes, size = Rows([self._styles(column) for column in self.columns]), len(head)
        while size < _MOST_BYTES and (
            batch := list(islice(rows, min(_ROWS_AT_ONCE, MOST_ROWS - self.row_count)))
        ):
            piece = makes.markup(batch, self.row_count + 1)
            self.row_count += len(batch)
            size += len(piece)
            yield piece
        if self.row_count == 1:
            # Spreadsheets ask for at least one.
            yield b'<row r="2"></row>'
        yield b"</sheetData>" + tail

    def spread(self) -> None:
        """Spread the table over the rows that have been written."""
        last = get_column_letter(len(self.columns))
        self._table.ref = f"A1:{last}{max(self.row_count, 2)}"
        self._table.autoFilter = AutoFilter(ref=self._table.ref)

    def _described_table(self) -> Table:
        table = Table(
            displayName=self.name,
            ref=f"A1:{get_column_letter(len(self.columns))}2",
            # Without them openpyxl would look for a cell at each place of the table.
            tableColumns=[
                TableColumn(id=position, name=title)
                for position, title in enumerate(self._titles, 1)
            ],
            tableStyleInfo=TableStyleInfo(name="TableStyleLight1", showRowStripes=True),
        )
        self._ws.add_table(table)
        return table

    def _styles(self, column: Column) -> Styles:
        style = Style(kind=column.kind, indent=column.indent)
        plain, quoted = (Cell(self._ws, 2, 1) for _ in range(2))
        self._wardrobe.dress(plain, style)
        self._wardrobe.dress(quoted, style, quoted=True)
        return Styles(plain.style_id, quoted.style_id)
