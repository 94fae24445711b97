"""The official interest in somebody's taking part, as a decision states it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from trainingtracker.errors import RuleViolation
from trainingtracker.models import Approval, Course
from trainingtracker.text import mark
from trainingtracker.vocabulary import OfficialInterest

# What the shares are where the interest leaves nothing to state.
_SHARES = {OfficialInterest.FULL: 100, OfficialInterest.NONE: 0}


@dataclass(frozen=True)
class Interest:
    """How far the administration bears costs and counts working time, both in percent.

    A share of None is what follows from the interest: all of it, or nothing.
    """

    interest: OfficialInterest
    cost_share: int | None = None
    time_share: int | None = None
    trip_note: str = ""

    def in_full(self) -> Self:
        """With the shares that follow from the interest where they are not stated."""
        follows = _SHARES.get(self.interest)
        return type(self)(
            self.interest,
            follows if self.cost_share is None else self.cost_share,
            follows if self.time_share is None else self.time_share,
            self.trip_note.strip(),
        )

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """What does not fit together: the name of the share, and why in a sentence."""
        for name in ("cost_share", "time_share"):
            share = getattr(self.in_full(), name)
            if share is None:
                yield name, mark("Please give the share: from 0 to 100 percent.")
            elif not 0 <= share <= 100:
                yield name, mark("A share is a number from 0 to 100 percent.")
            elif self.interest in _SHARES and share != _SHARES[self.interest]:
                yield name, CONTRADICTION[self.interest]


CONTRADICTION = {
    OfficialInterest.FULL: mark(
        "Fully in the official interest means all of it: leave this empty, or choose “partly”."
    ),
    OfficialInterest.NONE: mark(
        "Not in the official interest means nothing of it: leave this empty, or choose “partly”."
    ),
}


def checked(course: Course, interest: Interest | None) -> Interest | None:
    """The interest in full where the course asks for it, nothing where it does not."""
    if not course.asks_interest:
        return None
    if interest is None:
        raise RuleViolation(
            mark("Please say how far taking part is in the official interest. The course asks.")
        )
    for _name, sentence in interest.contradictions():
        raise RuleViolation(sentence)
    return interest.in_full()


def of(approval: Approval | None) -> Interest | None:
    """What a decision has stated."""
    if approval is None or approval.interest is None:
        return None
    return Interest(approval.interest, approval.cost_share, approval.time_share, approval.trip_note)
