"""Days in all the ways in which lists write them."""

from datetime import date, datetime

import pytest

from tests.support.frozen import FrozenClock
from trainingtracker.exchange.meaning.cells import CellError
from trainingtracker.exchange.meaning.dates import day
from trainingtracker.exchange.reading.sheets import Cell, ErrorCell

FIRST = date(2019, 2, 1)


@pytest.mark.parametrize(
    "raw",
    [
        FIRST, datetime(2019, 2, 1), datetime(2019, 2, 1, 13, 5), "01.02.2019", "1.2.2019",
        "1.2.19", "01.02.19", " 01.02.2019\u00a0", "01. 02. 2019", "2019-02-01", "2019/02/01",
        "2019-02-01 00:00:00", "2019-02-01T00:00:00Z", "01.02.2019 00:00", "1. Februar 2019",
        "1 February 2019", "01-Feb-2019", "01-02-2019", "20190201", 20190201.0, 43497.0, "43497",
    ],
)  # fmt: skip
def test_every_way_of_writing_a_day_is_read(raw: Cell, frozen: FrozenClock) -> None:
    assert day(raw) == FIRST


@pytest.mark.parametrize(
    "raw", ["", " ", "-", "00.00.0000", "00000000", "31.12.9999", date(9999, 12, 31), 2958465.0]
)
def test_no_day_and_without_end_are_no_day(raw: Cell) -> None:
    assert day(raw) is None


def test_two_digits_of_a_year_are_at_most_ten_years_ahead(frozen: FrozenClock) -> None:
    assert day("3.10.36") == date(2036, 10, 3)
    assert day("3.10.75") == date(1975, 10, 3)
    with pytest.raises(CellError, match="too far away"):
        day("3.10.37")


@pytest.mark.parametrize(
    "raw", ["31.02.2020", "2020-02-31", "29.02.2021", "20200231", "1.13.2020", "00.05.2020"]
)
def test_a_day_that_the_calendar_does_not_have_is_told(raw: str) -> None:
    with pytest.raises(CellError, match="no such day"):
        day(raw)


@pytest.mark.parametrize(
    "raw", ["gestern", "2019", 2019.0, "Februar 2019", "32", True, 43497.5, "1.2.", "12345678901"]
)
def test_what_is_no_date_is_told(raw: Cell) -> None:
    with pytest.raises(CellError, match="not a date"):
        day(raw)


@pytest.mark.parametrize("raw", ["01.01.1902", "01.01.2150", date(1900, 1, 1)])
def test_days_too_far_away_are_told(raw: Cell) -> None:
    with pytest.raises(CellError, match="too far away"):
        day(raw)


def test_day_and_month_that_can_be_exchanged_are_told() -> None:
    with pytest.raises(CellError, match="two ways"):
        day("01/02/2019")
    assert day("13/02/2019") == date(2019, 2, 13)
    assert day("02/13/2019") == date(2019, 2, 13)


def test_the_error_of_a_formula_is_no_empty_day() -> None:
    with pytest.raises(CellError, match="formula"):
        day(ErrorCell("#REF!"))
