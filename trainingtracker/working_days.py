"""Working days: Monday to Friday without the public holidays of the administration's state.

And the school holidays, which are working days on which fewer people come to a course.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from trainingtracker import reference

_DAY = timedelta(days=1)


class WorkingDays:
    """The working days in a federal state, named by its code (`NI` for Lower Saxony)."""

    def __init__(self, state: str) -> None:
        self.state = state

    def __contains__(self, day: date) -> bool:
        return day.weekday() < 5 and day not in public_holidays(self.state, day.year)

    def after(self, day: date, number: int) -> date:
        """The `number`-th working day after a day; the day itself for 0."""
        return self._go(day, number, lambda current: current + _DAY)

    def before(self, day: date, number: int) -> date:
        """The `number`-th working day before a day; the day itself for 0."""
        return self._go(day, number, lambda current: current - _DAY)

    def between(self, earlier: date, later: date) -> int:
        """How many working days lie after `earlier`, up to and including `later`."""
        days = (later - earlier).days
        return sum(earlier + n * _DAY in self for n in range(1, days + 1))

    def _go(self, day: date, number: int, step: Callable[[date], date]) -> date:
        while number > 0:
            day = step(day)
            number -= day in self
        return day


@lru_cache(maxsize=64)
def public_holidays(state: str, year: int) -> frozenset[date]:
    """The public holidays of a state in a year, by the laws that the package `holidays` knows."""
    # Not needed to start, and it knows the whole world.
    from holidays import country_holidays

    return frozenset(country_holidays("DE", subdiv=state, years=year))


class SchoolHolidays(NamedTuple):
    """A time without school, its first and last day included."""

    name_de: str
    name_en: str
    first: date
    last: date


@lru_cache(maxsize=64)
def school_holidays(state: str) -> tuple[SchoolHolidays, ...]:
    """The school holidays of a state; none where the list does not know them."""
    return tuple(
        SchoolHolidays(
            row["name_de"],
            row["name_en"],
            date.fromisoformat(row["first"]),
            date.fromisoformat(row["last"]),
        )
        for row in reference.rows("school_holidays")
        if row["state"] == state
    )
