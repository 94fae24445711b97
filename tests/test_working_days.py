"""Working days: weekends and the public holidays of the state are none."""

from datetime import date

import pytest

from trainingtracker.working_days import WorkingDays

LOWER_SAXONY = WorkingDays("NI")


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 4, 2), True),  # Maundy Thursday
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 4), False),  # a Saturday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 10, 31), False),  # Reformation Day
        (date(2025, 10, 31), False),
        (date(2026, 1, 6), True),  # Epiphany is a holiday elsewhere
        (date(2026, 12, 24), True),
    ],
)
def test_a_working_day_is_no_weekend_and_no_holiday_of_the_state(day: date, works: bool) -> None:
    assert (day in LOWER_SAXONY) == works


def test_another_state_has_other_holidays() -> None:
    assert date(2026, 1, 6) not in WorkingDays("BY")


def test_counting_skips_easter_both_ways() -> None:
    assert LOWER_SAXONY.after(date(2026, 4, 2), 1) == date(2026, 4, 7)
    assert LOWER_SAXONY.before(date(2026, 4, 7), 2) == date(2026, 4, 1)
    assert LOWER_SAXONY.after(date(2026, 4, 4), 0) == date(2026, 4, 4)
    assert LOWER_SAXONY.between(date(2026, 4, 1), date(2026, 4, 8)) == 3
