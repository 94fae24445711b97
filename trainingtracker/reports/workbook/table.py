"""A sheet that is one native table, streamed fast enough for a hundred thousand records."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet._writer import WorksheetWriter, create_temporary_file
from openpyxl.worksheet.table import Table, TableStyleInfo

from trainingtracker.reports.report import Column, Value
from trainingtracker.reports.styles import Style
from trainingtracker.reports.workbook.cells import FORMULA_STARTS, clean
from trainingtracker.reports.workbook.sheet import Sheet

_RECORDS_AT_ONCE = 200


class TableSheet(Sheet):
    """A native table from row 1. `close` once all records are written.

    openpyxl makes and styles an object for each cell. For a hundred thousand records their markup
    goes to the sheet's file at once instead, between what openpyxl writes before and after.
    """

    def __init__(
        self, worksheet: Any, columns: Sequence[Column], language: str, footer: str
    ) -> None:
        super().__init__(worksheet, [column.width for column in columns], language, footer)
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
        name = table_name(self._ws.title)
        table = Table(name=name, displayName=name, ref=f"A1:{last}{self.row_count}")
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
        # Rows already on disk cannot be read back, so the table is told its headings.
        table._initialise_columns()  # type: ignore[attr-defined]
        for column, described in zip(table.tableColumns, self.columns, strict=True):
            column.name = described.title(self.language)
        self._ws.tables.add(table)
        return records


def table_name(title: str) -> str:
    """A name that formulas can use: letters, digits and underscores, no blanks."""
    return "".join(letter if letter.isalnum() else "_" for letter in title)


@lru_cache(maxsize=4096)
def _inline_text(text: str) -> tuple[bool, str]:
    """Whether a program could take the text for a formula, and the end of its cell."""
    text = clean(text)
    space = ' xml:space="preserve"' if text != text.strip() else ""
    markup = f' t="inlineStr"><is><t{space}>{escape(text)}</t></is></c>'
    return text.startswith(FORMULA_STARTS), markup


@lru_cache(maxsize=4096)
def _serial(day: date) -> float:
    serial: float = to_excel(day)  # type: ignore[no-untyped-call]
    return serial
