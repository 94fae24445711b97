"""What happens in the example city happens by day, and never before what it follows from."""

from datetime import date, time, timedelta

from trainingtracker import clock
from trainingtracker.demo.office_hours import at_work

FRIDAY = date(2026, 3, 6)


def test_nobody_acts_at_night_or_at_a_weekend_nor_earlier_than_they_would_have() -> None:
    start = clock.at(FRIDAY, time(17, 30))
    moved = [at_work(start + timedelta(hours=hours)) for hours in range(100)]
    assert moved[0] == start
    assert all(time(7) <= clock.local(each).time() < time(18) for each in moved)
    assert all(clock.local_day(each).weekday() < 5 for each in moved)
    assert all(each >= start + timedelta(hours=hours) for hours, each in enumerate(moved))


def test_what_would_come_too_late_stays_when_it_was() -> None:
    evening = clock.at(FRIDAY, time(20))
    assert at_work(evening, clock.at(FRIDAY, time(23))) == evening
