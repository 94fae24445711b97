"""The rows of a long sheet as markup, without an object a cell."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from operator import getitem
from typing import NamedTuple
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter

from trainingtracker.reports.report import Value
from trainingtracker.reports.workbook.cells import FORMULA_STARTS, is_harmless, storable

# Stands for the number of the row until that is known; no text can hold it.
_ROW = "\0"
# How much of a sheet is kept in mind: texts and days repeat, and memory must stay flat.
_REMEMBERED_VALUES = 6_000
_REMEMBERED_LENGTH = 400
_FIRST_DAY = date(1899, 12, 30).toordinal()
_CARRIAGE_RETURN = {"\r": "&#13;"}


class Styles(NamedTuple):
    """The ids of the styles of a column: as a rule, and for texts that look like formulas."""

    plain: int
    quoted: int


class _Cells(dict[Value, str]):
    """The markup of the values of one column; each is made once while it is remembered."""

    def __init__(self, column: int, styles: Styles, most: int) -> None:
        super().__init__()
        self._most = most
        place = f'<c r="{get_column_letter(column)}{_ROW}" s="'
        self._plain, self._quoted = f'{place}{styles.plain}"', f'{place}{styles.quoted}"'

    def __missing__(self, value: Value) -> str:
        markup = self._markup(value)
        if len(markup) <= _REMEMBERED_LENGTH:
            if len(self) >= self._most:
                self.clear()
            self[value] = markup
        return markup

    def _markup(self, value: Value) -> str:
        if isinstance(value, str) and is_harmless(value):
            return f'{self._plain} t="inlineStr"><is><t>{value}</t></is></c>'
        stored = storable(value)
        if stored is None or stored == "":
            return ""
        if isinstance(stored, str):
            start = self._quoted if stored.startswith(FORMULA_STARTS) else self._plain
            space = ' xml:space="preserve"' if stored != stored.strip() else ""
            text = escape(stored, _CARRIAGE_RETURN)
            return f'{start} t="inlineStr"><is><t{space}>{text}</t></is></c>'
        if isinstance(stored, date | time):
            stored = _counted(stored)
        return f"{self._plain}><v>{stored}</v></c>"


def _counted(moment: date | time) -> float:
    """Spreadsheets count days from the end of 1899 on; times are parts of a day.

    openpyxl's `to_excel` says the same and takes up to five times as long, a day a cell.
    """
    days = moment.toordinal() - _FIRST_DAY if isinstance(moment, date) else 0
    if not isinstance(moment, datetime | time):
        return days
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    return days + (seconds + moment.microsecond / 1_000_000) / 86_400


class Rows:
    """Makes the markup of rows whose columns have these styles."""

    def __init__(self, columns: Sequence[Styles]) -> None:
        most = _REMEMBERED_VALUES // len(columns)
        self._columns = [_Cells(number, styles, most) for number, styles in enumerate(columns, 1)]

    def markup(self, records: Iterable[Sequence[Value]], first: int) -> bytes:
        """The rows of the records, numbered from `first` on.

        Raises ValueError for a record with more or fewer values than there are columns.
        """
        columns, rows = self._columns, []
        for number, record in enumerate(records, first):
            if len(record) != len(columns):
                raise ValueError(f"{len(record)} values for {len(columns)} columns: {record!r}")
            cells = "".join(map(getitem, columns, record))
            rows.append(f'<row r="{_ROW}">{cells}</row>'.replace(_ROW, str(number)))
        return "".join(rows).encode()
