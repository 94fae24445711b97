"""What the days of saved filters mean on a day; nothing here asks a database."""

from datetime import date

import pytest

from trainingtracker.reports.registry import REPORTS
from trainingtracker.reports.saved.days import choices, comparison_meant, filled, lasting, meant
from trainingtracker.reports.saved.words import days_in_words
from trainingtracker.vocabulary import ReportComparison, ReportDays

ATTAINMENT = REPORTS["attainment"]
PERIOD, DAY, YEAR = REPORTS["utilisation"], REPORTS["team"], REPORTS["cost_centres"]
NEW_YEAR, LEAP_DAY = date(2027, 1, 4), date(2028, 2, 29)


@pytest.mark.parametrize(
    ("days", "on", "since", "as_of"),
    [
        (ReportDays.PREVIOUS_MONTH, NEW_YEAR, "2026-12-01", "2026-12-31"),
        (ReportDays.PREVIOUS_MONTH, date(2028, 3, 1), "2028-02-01", "2028-02-29"),
        (ReportDays.PREVIOUS_QUARTER, NEW_YEAR, "2026-10-01", "2026-12-31"),
        (ReportDays.PREVIOUS_QUARTER, LEAP_DAY, "2027-10-01", "2027-12-31"),
        (ReportDays.YEAR_SO_FAR, LEAP_DAY, "2028-01-01", "2028-02-29"),
    ],
)
def test_a_period_moves_on(days: ReportDays, on: date, since: str, as_of: str) -> None:
    assert filled(PERIOD, {}, days, on) == {"since": since, "as_of": as_of}
    assert meant(PERIOD, {"since": since, "as_of": as_of}, on) is days


def test_only_what_the_report_asks_for_is_filled_in() -> None:
    kept = {"topic": "languages"}
    assert filled(DAY, kept, ReportDays.PREVIOUS_MONTH, NEW_YEAR) == kept | {"as_of": "2026-12-31"}
    assert filled(YEAR, {}, ReportDays.PREVIOUS_QUARTER, NEW_YEAR) == {"year": "2026"}
    begun = {"since": "2020-01-01"}
    assert filled(PERIOD, begun, ReportDays.DAY, NEW_YEAR) == begun | {"as_of": "2027-01-04"}
    assert lasting(PERIOD, begun | {"as_of": "2026-11-23"}, ReportDays.DAY) == begun
    assert choices(REPORTS["offering_participants"]) == [ReportDays.AS_TYPED]
    assert ReportDays.YEAR_SO_FAR not in choices(DAY)


@pytest.mark.parametrize(
    ("compared", "as_of", "before"),
    [
        (ReportComparison.YEAR_BEFORE, LEAP_DAY, date(2027, 2, 28)),
        (ReportComparison.QUARTER_BEFORE, date(2026, 6, 30), date(2026, 3, 31)),
        (ReportComparison.QUARTER_BEFORE, date(2026, 5, 30), date(2026, 2, 28)),
        (ReportComparison.MONTH_BEFORE, NEW_YEAR, date(2026, 12, 4)),
    ],
)
def test_the_day_to_compare_with_moves_on_with_the_reference_date(
    compared: ReportComparison, as_of: date, before: date
) -> None:
    typed = {"as_of": as_of.isoformat(), "compare_with": before.isoformat()}
    assert filled(ATTAINMENT, {}, ReportDays.DAY, as_of, compared) == typed
    assert lasting(ATTAINMENT, typed, ReportDays.AS_TYPED, compared) == {"as_of": typed["as_of"]}
    assert comparison_meant(typed) is compared


def test_what_they_mean_is_said_with_an_example() -> None:
    on = date(2026, 11, 23)
    assert days_in_words(DAY, {}, ReportDays.PREVIOUS_MONTH, on, "de") == (
        "Das Ende des vergangenen Monats (heute: 31. Oktober 2026)"
    )
    assert days_in_words(PERIOD, {}, ReportDays.YEAR_SO_FAR, on, "en") == (
        "This year so far (today: 1 January 2026 \u2013 23 November 2026)"
    )
    assert days_in_words(YEAR, {}, ReportDays.DAY, on, "en") == (
        "The year in which it is opened or due (today: 2026)"
    )
