"""Whatever goes into a cell comes out the same, by two readers that know nothing of each other."""

import math
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from tests.reports.reading import opened, second_reader, values
from trainingtracker import clock
from trainingtracker.reports.report import Column
from trainingtracker.reports.styles import Kind, Style
from trainingtracker.reports.workbook import Book

_ODD = [
    "=1+1",
    "@SUM(A1)",
    "-x",
    "00012345",
    "1e308",
    "TRUE",
    "#N/A",
    "_x0041_",
    "a" * 40_000,
    "\x1f\ufffe",
]
_TEXTS = st.one_of(
    st.text(st.characters()),
    st.text(" \t\n\r=+-@'\"<>&;_x041]\u00e4\U0001f600\u200b\u2028\u0301", max_size=12),
    st.sampled_from([*_ODD, "a" * 40_000]),
)
_NUMBERS = st.one_of(
    st.integers(-(2**53), 2**53),
    st.floats(-1e308, 1e308, allow_subnormal=False),
    st.sampled_from([1e308, -1e308, 0.1 + 0.2]),
    st.decimals(-10_000, 10_000, places=2),
)
_DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
_MOMENTS = st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 30)).map(
    lambda moment: moment.replace(microsecond=0)
)
_FIRST_SURE_DAY = date(1900, 3, 1)
_LEFT_OUT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

COLUMNS = (
    Column("text", "Text"),
    Column("number", "Number", kind=Kind.DECIMAL),
    Column("day", "Day", kind=Kind.DAY),
    Column("moment", "Moment", kind=Kind.MOMENT),
)
_ROWS = st.lists(st.tuples(_TEXTS, _NUMBERS, _DAYS, _MOMENTS), min_size=1, max_size=30)


def written(rows: Iterable[tuple[Any, ...]]) -> bytes:
    """A table with the rows, and the same rows on a page to read."""
    output, rows = BytesIO(), list(rows)
    book = Book("de", title="Probe", author="Hanna Rieck", footer="Probe")
    book.table("Table", COLUMNS).fill(rows)
    page = book.page("Page", [20])
    page.headings(COLUMNS)
    for row in rows:
        page.row([(v, Style(kind=c.kind)) for v, c in zip(row, COLUMNS, strict=True)])
    book.save(output)
    return output.getvalue()


def expected(value: Any) -> Any:
    """What readers make of a cell: nothing of an empty text, midnight of a day."""
    if isinstance(value, str):
        return _LEFT_OUT.sub("", value)[:32_767]
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        # Spreadsheets disagree about days before: they are texts.
        return datetime.combine(value, time()) if value >= _FIRST_SURE_DAY else value.isoformat()
    return float(value)


def plain(rows: list[tuple[Any, ...]]) -> list[list[Any]]:
    """Openpyxl leaves it to others to make _x005F_ a mark again."""
    return [[unescape(v) if isinstance(v, str) else v for v in row] for row in rows]


def alike(found: Any, value: Any) -> bool:
    if isinstance(value, datetime) and isinstance(found, date):
        midnight = datetime.combine(found, time())
        moment = found if isinstance(found, datetime) else midnight
        return abs((moment - value).total_seconds()) < 0.001
    if isinstance(value, float):
        return not isinstance(found, str) and math.isclose(float(found), value, rel_tol=1e-15)
    return ("" if found is None else found) == value


@settings(max_examples=40, deadline=None, phases=[Phase.generate])
@given(_ROWS)
def test_what_goes_in_comes_out(rows: list[tuple[Any, ...]]) -> None:
    content = written(rows)
    wanted = [[expected(value) for value in row] for row in rows]
    book = opened(content)
    for name in ("Table", "Page"):
        for reader in (plain(values(book[name])[1:]), second_reader(content, name)[1:]):
            found = [list(row) for row in reader if any(value not in (None, "") for value in row)]
            assert len(found) == len(wanted)
            for row, same in zip(found, wanted, strict=True):
                assert all(map(alike, row, same)), (name, row, same)


def test_instants_stand_on_the_clock_of_the_administration() -> None:
    summer = datetime(2026, 7, 1, 7, 0, tzinfo=UTC)
    content = written([("a", 1, date(2026, 7, 1), summer)])
    assert opened(content)["Table"]["D2"].value == clock.local(summer).replace(tzinfo=None)
    assert opened(content)["Table"]["D2"].number_format == "dd.mm.yyyy\\ hh:mm"


def test_what_is_no_number_is_no_broken_file() -> None:
    content = written([("a", float("nan"), date(2026, 7, 1), datetime(2026, 1, 1))])
    assert second_reader(content, "Table")[1][1] == "#NUM!"


def test_nothing_is_nothing() -> None:
    content = written([("", Decimal("1.50"), None, None)])
    assert values(opened(content)["Table"])[1] == (None, 1.5, None, None)
