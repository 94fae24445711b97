"""What unused places have cost in a year, by cost centre: sums only, never a person.

Counted are offerings that have begun and were not cancelled; a place that somebody else got
afterwards was used.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from trainingtracker import clock, settings
from trainingtracker.extensions import db
from trainingtracker.kept import kept
from trainingtracker.models import Enrolment, Offering, UnusedPlace
from trainingtracker.privacy.suppression import Table, flat, hidden_cells
from trainingtracker.vocabulary import OfferingStatus

_ALL = ("all",)


class Sums(NamedTuple):
    """So many places, and what they have cost together, in cents.

    Why they stayed empty is not told apart: that would be smaller groups again.
    """

    places: int
    amount: int


@dataclass(frozen=True)
class UnusedCosts:
    """Sums by cost centre (empty: none on record), in their order.

    Cost centres of too few people are not named: they are `others`, as many as `number_of_others`.
    Their sums, and those of `all`, are None where even together they are too few people.
    """

    centres: dict[str, Sums]
    number_of_others: int
    others: Sums | None
    all: Sums | None


def unused_costs(year: int) -> UnusedCosts:
    """The sums of the offerings that began in a year, added up once until anything changes."""
    return kept(("unused costs", year, clock.lately()), lambda: _unused_costs(year))


def _unused_costs(year: int) -> UnusedCosts:
    rows = db.session.execute(_charged(year)).all()
    people: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        people[row.cost_centre].add(row.person_id)
    smallest = settings.get("small_group")
    unseen = _unseen(people, Counter(row.cost_centre for row in rows), smallest)

    def sums(centres: set[str]) -> Sums | None:
        if not centres or len(set().union(*(people[c] for c in centres))) < smallest:
            return None
        own = [row for row in rows if row.cost_centre in centres]
        return Sums(len(own), sum(row.amount for row in own))

    shown = {centre: sums({centre}) for centre in sorted(people.keys() - unseen)}
    return UnusedCosts(
        {centre: found for centre, found in shown.items() if found},
        len(unseen),
        sums(unseen),
        sums(set(people)),
    )


def _unseen(people: Mapping[str, set[int]], places: Mapping[str, int], smallest: int) -> set[str]:
    """The cost centres whose sums are not shown."""
    centres = flat(people, _ALL)
    table = Table(
        (centres,),
        {(centre,): number for centre, number in places.items()},
        people={(centre,): frozenset(ids) for centre, ids in people.items()},
    )
    hidden = hidden_cells(table, smallest)
    return {centre for centre in people if (centre,) in hidden}


def years() -> list[int]:
    """The years to choose from, this one first."""
    this = clock.today().year
    return list(range(this, this - 5, -1))


def _charged(year: int) -> Select[str, int, int]:
    other = aliased(Enrolment)
    used = (
        select(other.id)
        .where(
            other.offering_id == Enrolment.offering_id,
            other.place == UnusedPlace.place,
            other.id != Enrolment.id,
        )
        .exists()
    )
    return (
        select(UnusedPlace.cost_centre, UnusedPlace.amount, Enrolment.person_id)
        .join(Enrolment, Enrolment.id == UnusedPlace.enrolment_id)
        .join(Offering, Offering.id == Enrolment.offering_id)
        .where(
            Offering.status != OfferingStatus.CANCELLED,
            Offering.starts_at >= clock.at(date(year, 1, 1)),
            Offering.starts_at < clock.at(date(year + 1, 1, 1)),
            Offering.starts_at <= clock.now(),
            ~used,
        )
    )
