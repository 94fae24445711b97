"""The order of a round, from the published criteria: a pure calculation, the same every time."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction


@dataclass(frozen=True)
class Applicant:
    """What the criteria need to know of one request.

    `priority` is the position of the first group the person belongs to; None stands behind all
    groups.
    """

    enrolment_id: int
    priority: int | None
    trained: bool
    division_id: int | None
    asked_at: datetime


@dataclass(frozen=True)
class Ranked:
    """A request in its order; `division_places` of the same division stand before it."""

    applicant: Applicant
    rank: int
    division_places: int


def in_order(
    applicants: Iterable[Applicant], sizes: Mapping[int | None, int], *, unit_shares: bool
) -> list[Ranked]:
    """Groups first, then whoever is not yet trained; among equals the division that has the fewest
    places so far for its size (`sizes`: division -> members of staff), and last the time.
    """
    waiting = sorted(applicants, key=lambda each: (_class(each), each.asked_at, each.enrolment_id))
    given: Counter[int | None] = Counter()
    ranked: list[Ranked] = []
    while waiting:
        equals = [each for each in waiting if _class(each) == _class(waiting[0])]
        # The first of the smallest: among equal shares the time decides.
        chosen = min(equals, key=lambda each: _share(each, given, sizes) if unit_shares else 0)
        waiting.remove(chosen)
        ranked.append(Ranked(chosen, len(ranked) + 1, given[chosen.division_id]))
        given[chosen.division_id] += 1
    return ranked


def _class(applicant: Applicant) -> tuple[bool, int, bool]:
    return (applicant.priority is None, applicant.priority or 0, applicant.trained)


def _share(
    applicant: Applicant, given: Counter[int | None], sizes: Mapping[int | None, int]
) -> Fraction:
    return Fraction(given[applicant.division_id], max(1, sizes.get(applicant.division_id, 1)))
