"""The years that stand side by side."""

from datetime import date
from typing import NamedTuple

SIDE_BY_SIDE = 3


class Year(NamedTuple):
    """A calendar year, or the part of it up to the reference date."""

    number: int
    last: date

    @property
    def first(self) -> date:
        return date(self.number, 1, 1)

    @property
    def is_whole(self) -> bool:
        return self.last == date(self.number, 12, 31)


def years(as_of: date, count: int = SIDE_BY_SIDE) -> tuple[Year, ...]:
    """The year of the reference date, up to that day, after the whole years before it."""
    before = range(max(as_of.year - count + 1, date.min.year), as_of.year)
    return (*(Year(number, date(number, 12, 31)) for number in before), Year(as_of.year, as_of))
