"""A raw cell as a calendar day: real dates, the ways of writing one, and Excel's day numbers."""

import re
from datetime import date, datetime, timedelta

from trainingtracker import clock
from trainingtracker.exchange.meaning.cells import CellError, is_empty, shown, text
from trainingtracker.exchange.reading.sheets import Cell, ErrorCell
from trainingtracker.text import mark

# Excel counts the days from here for every date after February 1900.
_EXCEL_ORIGIN = date(1899, 12, 30)
_EARLIEST = date(1940, 1, 1)
_LATEST = date(2100, 12, 31)
# What personnel systems write for "no date".
_NO_DATE = {"00.00.0000", "00000000", "0000-00-00", "0"}
# What they write for "without end".
_WITHOUT_END = {9999, 2999}

_NOT_A_DATE = mark("“%(value)s” is not a date. Write it as 31.12.2020 or 2020-12-31.")
_NO_SUCH_DAY = mark("“%(value)s” is not a date: there is no such day.")
_IMPLAUSIBLE = mark("“%(value)s” is too far away to be right.")
_DAY_OR_MONTH = mark("“%(value)s” can be read in two ways. Write it as 31.12.2020 or 2020-12-31.")

_TIME = r"(?:[ T]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z| ?[AP]M)?)?"
_DAY_FIRST = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})" + _TIME)
_DASHED = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})" + _TIME)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME)
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})" + _TIME)
_NAMED = re.compile(r"(\d{1,2})\.?[ -]([^\W\d]+)\.?[ -](\d{4}|\d{2})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_GERMAN_MONTHS = {"mär": 3, "mae": 3, "mrz": 3, "mai": 5, "okt": 10, "dez": 12}


def day(cell: Cell) -> date | None:
    """The day; None for an empty cell and for "without end" (31.12.9999)."""
    if isinstance(cell, ErrorCell):
        text(cell)
    if is_empty(cell) or shown(cell) in _NO_DATE:
        return None
    found = _read(cell)
    if found.year in _WITHOUT_END:
        return None
    if not _EARLIEST <= found <= _LATEST:
        raise CellError(_IMPLAUSIBLE, value=shown(cell))
    return found


def _read(cell: Cell) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    value = shown(cell)
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise CellError(_NOT_A_DATE, value=value)
    if re.fullmatch(r"\d+(\.0+)?", value):
        return _from_digits(value.split(".")[0], value)
    year, month, number = _parts(value)
    try:
        return date(year, month, number)
    except ValueError:
        raise CellError(_NO_SUCH_DAY, value=value) from None


def _from_digits(digits: str, value: str) -> date:
    """20190201 as it stands, or the number of a day as Excel counts (43497)."""
    compact = _COMPACT.fullmatch(digits)
    if compact:
        try:
            return date(*map(int, compact.groups()))
        except ValueError:
            raise CellError(_NO_SUCH_DAY, value=value) from None
    # Below 1940 it is more likely a year or something else that is no date.
    if len(digits) in (5, 7) and int(digits) <= (date.max - _EXCEL_ORIGIN).days:
        found = _EXCEL_ORIGIN + timedelta(days=int(digits))
        if found >= _EARLIEST and (found <= _LATEST or found.year in _WITHOUT_END):
            return found
    raise CellError(_NOT_A_DATE, value=value)


def _parts(value: str) -> tuple[int, int, int]:
    if found := _YEAR_FIRST.fullmatch(value):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _DAY_FIRST.fullmatch(value) or _DASHED.fullmatch(value):
        return _year(found[3]), int(found[2]), int(found[1])
    if found := _NAMED.fullmatch(value):
        return _year(found[3]), _month(found[2], value), int(found[1])
    if found := _SLASHED.fullmatch(value):
        first, second = int(found[1]), int(found[2])
        if first <= 12 and second <= 12 and first != second:
            # 01/02/2019 is 1 February here and 2 January across the ocean.
            raise CellError(_DAY_OR_MONTH, value=value)
        number, month = (second, first) if second > 12 else (first, second)
        return _year(found[3]), month, number
    raise CellError(_NOT_A_DATE, value=value)


def _year(digits: str) -> int:
    """Two digits mean the year nearest to now that is at most ten years ahead."""
    if len(digits) == 4:
        return int(digits)
    ahead = clock.today().year + 10
    year = ahead - ahead % 100 + int(digits)
    return year if year <= ahead else year - 100


def _month(name: str, value: str) -> int:
    start = name.casefold()[:3]
    if start in _MONTHS:
        return _MONTHS.index(start) + 1
    if start in _GERMAN_MONTHS:
        return _GERMAN_MONTHS[start]
    raise CellError(_NOT_A_DATE, value=value)
