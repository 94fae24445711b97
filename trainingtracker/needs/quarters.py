"""Quarters of a year, by which a need is to be met."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from trainingtracker import clock
from trainingtracker.text import mark, sentence

_AHEAD = 8


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter, named by its first day."""

    first: date

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(date(day.year, (day.month - 1) // 3 * 3 + 1, 1))

    @property
    def number(self) -> int:
        return self.first.month // 3 + 1

    @property
    def following(self) -> "Quarter":
        return Quarter(clock.add_months(self.first, 3))

    def in_language(self, language: str) -> str:
        return sentence(
            mark("Q%(number)s %(year)s"), language, number=self.number, year=str(self.first.year)
        )


def to_choose_from(today: date) -> list[Quarter]:
    """The present quarter and those of the next two years."""
    quarters = [Quarter.of(today)]
    while len(quarters) < _AHEAD:
        quarters.append(quarters[-1].following)
    return quarters
