"""Whatever goes into a cell comes out the same, by two readers that know nothing of each other."""

from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.reports.reading import opened, second_reader, values
from trainingtracker import clock
from trainingtracker.reports.report import Value
from trainingtracker.reports.styles import Kind
from trainingtracker.reports.workbook import Book
from trainingtracker.reports.workbook.columns import column

_TEXTS = st.one_of(
    st.text(),
    st.text(alphabet=" \t\n\r=+-@'\"<>&;_x0041]\u00e4\U0001f600\u200b\u2028e\u0301", max_size=12),
    st.sampled_from(["=1+1", "@SUM(A1)", "00012345", "1e308", "TRUE", "#N/A", "_x0041_", "a" * 40_000]),
)
_NUMBERS = st.one_of(
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False),
    st.sampled_from([1e308, -1e308, 5e-300, 0.1 + 0.2, Decimal("12.34")]),
)
_DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
_MOMENTS = st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 31)).map(
    lambda moment: moment.replace(microsecond=0)
)
_VALUES = st.one_of(_TEXTS, _NUMBERS, _DAYS, _MOMENTS, st.none())


def written(found: list[Value]) -> bytes:
    """A sheet with a table and one to read, each with the values in a column."""
    output = BytesIO()
    book = Book("de", title="Probe", author="Hanna Rieck", footer="Probe")
    book.table("Table", [column("value", "Value")]).fill((value,) for value in found)
    page = book.page("Page", [20])
    for value in found:
        page.line(value)
    book.save(output)
    return output.getvalue()
