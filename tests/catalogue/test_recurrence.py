"""From a rule to the days of meetings: weekdays, intervals, holidays."""

from datetime import date
from itertools import pairwise

import pytest

from trainingtracker.catalogue.recurrence import MOST, Rule, series
from trainingtracker.working_days import school_holidays


def days(rule: Rule, state: str = "NI") -> list[str]:
    return [f"{day:%d.%m.}" for day in series(rule, state).days]


def test_fifteen_tuesdays_are_fifteen_meetings_whatever_is_left_out() -> None:
    rule = Rule(first=date(2027, 2, 2), number=15, skip_school=True)
    found = series(rule, "NI", school_holidays("NI"))
    assert len(found.days) == 15
    assert {day.weekday() for day in found.days} == {1}
    # The mid-year holidays, two weeks at Easter, the Tuesday after Whitsun.
    assert [each.in_language("en") for each in found.left_out] == [
        "2 February 2027: Mid-year holidays",
        "23 March 2027: Easter holidays",
        "30 March 2027: Easter holidays",
        "18 May 2027: Whitsun holidays",
    ]


def test_public_holidays_of_the_state_are_left_out_unless_wanted() -> None:
    mondays = Rule(first=date(2026, 3, 30), number=3)
    assert days(mondays) == ["30.03.", "13.04.", "20.04."]
    assert days(Rule(first=date(2026, 3, 30), number=3, skip_public=False)) == [
        "30.03.",
        "06.04.",
        "13.04.",
    ]
    # Corpus Christi is a holiday in Bavaria and not in Lower Saxony.
    thursday = Rule(first=date(2026, 6, 4), number=1)
    assert days(thursday) == ["04.06."]
    assert days(thursday, "BY") == ["11.06."]


def test_several_weekdays_every_other_week_until_a_day() -> None:
    rule = Rule(
        first=date(2026, 9, 2), weekdays=frozenset({0, 2}), every=2, until=date(2026, 9, 30)
    )
    assert days(rule) == ["02.09.", "14.09.", "16.09.", "28.09.", "30.09."]


def test_whichever_end_comes_first_counts_and_there_is_a_limit() -> None:
    first = date(2026, 9, 1)
    assert len(series(Rule(first=first, number=3, until=date(2026, 12, 31)), "NI").days) == 3
    assert len(series(Rule(first=first, number=30, until=date(2026, 9, 8)), "NI").days) == 2
    every_day = frozenset(range(7))
    assert len(series(Rule(first, every_day, until=date(2030, 1, 1)), "NI").days) == MOST
    with pytest.raises(ValueError, match="ends"):
        series(Rule(first), "NI")


def test_the_school_holidays_follow_one_another() -> None:
    ranges = school_holidays("NI")
    assert ranges[0].first.year == 2025
    assert ranges[-1].last.year == 2028
    for earlier, later in pairwise(ranges):
        assert earlier.first <= earlier.last < later.first
    assert school_holidays("BY") == ()
