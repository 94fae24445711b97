"""How far a target has been reached on a day: by the counts of the attainment report.

Nothing is counted here. Whoever has counted persons and headcount hands them in, so that a target
stands by the same numbers that are shown beside it, and what is hidden there is hidden here.
"""

from datetime import date
from typing import NamedTuple

from trainingtracker.strategy.in_force import TargetFacts
from trainingtracker.text import counted, mark, mark_plural, percent, sentence, short_day
from trainingtracker.vocabulary import TargetState

_TO_GO = mark_plural(
    "%(number)s person to go until %(day)s", "%(number)s persons to go until %(day)s"
)
# It begins with this word in every language, as the marking of cells expects.
_OVERDUE = mark_plural("Overdue by %(number)s person", "Overdue by %(number)s persons")
_REACHED = mark("Reached")
_SHARE = mark("%(share)s by %(day)s")
_PERSONS = mark_plural("%(number)s person by %(day)s", "%(number)s persons by %(day)s")


class Progress(NamedTuple):
    """`needed` persons; `reached` is None where that number is hidden, as all that follows is."""

    needed: int
    reached: int | None
    headcount: int
    due: date
    as_of: date

    @property
    def gap(self) -> int | None:
        """How many persons are missing; 0 where it is reached, None where that is hidden."""
        return None if self.reached is None else max(self.needed - self.reached, 0)

    @property
    def state(self) -> TargetState | None:
        if self.gap is None:
            return None
        if not self.gap:
            return TargetState.REACHED
        return TargetState.TO_GO if self.as_of <= self.due else TargetState.OVERDUE

    @property
    def needed_rate(self) -> float | None:
        """What is needed, as a share of the headcount."""
        return self.needed / self.headcount if self.headcount else None

    def in_words(self, language: str) -> str | None:
        """The gap as a sentence; None where it is hidden."""
        if self.gap is None:
            return None
        match self.state:
            case TargetState.REACHED:
                return sentence(_REACHED, language)
            case TargetState.OVERDUE:
                return counted(_OVERDUE, self.gap, language)
            case _:
                return counted(_TO_GO, self.gap, language, day=self.due)


def progress(
    target: TargetFacts, reached: int | None, headcount: int, as_of: date
) -> Progress | None:
    """How the target stands among so many people; None where there is nobody."""
    if not headcount:
        return None
    needed = target.amount
    if target.is_share:
        # Of 30 percent of 11 people the fourth is needed.
        needed = -(-target.amount * headcount // 100)
    return Progress(needed, reached, headcount, target.due, as_of)


def in_words(target: TargetFacts, language: str) -> str:
    """What is to be reached by when, in short: 30 % by 31/12/2027."""
    day = short_day(target.due, language)
    if target.is_share:
        share = percent(target.amount / 100, language, digits=0)
        return sentence(_SHARE, language, share=share, day=day)
    return counted(_PERSONS, target.amount, language, day=day)
