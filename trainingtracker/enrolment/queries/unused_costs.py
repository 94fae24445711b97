"""What unused places have cost in a year, by cost centre: sums only, never a person.

Counted are offerings that have begun and were not cancelled; a place that somebody else got
afterwards was used.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from trainingtracker import clock, settings
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering, UnusedPlace
from trainingtracker.privacy.small_groups import hidden
from trainingtracker.vocabulary import OfferingStatus, Unused


@dataclass(frozen=True)
class CentreCosts:
    """One cost centre (empty: none on record); `shown` is False for too small a group."""

    cost_centre: str
    withdrawn_late: int
    not_attended: int
    amount: int
    shown: bool


@dataclass(frozen=True)
class UnusedCosts:
    """The cost centres by number, and all of them together (None: too few people for that)."""

    centres: list[CentreCosts]
    places: int | None
    amount: int | None


def unused_costs(year: int) -> UnusedCosts:
    """The sums of the offerings that began in a year; two queries."""
    rows = db.session.execute(_charged(year)).all()
    people: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        people[row.cost_centre].add(row.person_id)
    smallest = settings.get("small_group")
    unseen = hidden({centre: len(ids) for centre, ids in people.items()}, smallest)
    enough = len(set().union(*people.values())) >= smallest if people else True
    return UnusedCosts(
        [
            CentreCosts(
                centre,
                sum(r.reason is Unused.WITHDRAWN_LATE for r in own),
                sum(r.reason is Unused.NOT_ATTENDED for r in own),
                sum(r.amount for r in own),
                centre not in unseen,
            )
            for centre in sorted(people)
            if (own := [row for row in rows if row.cost_centre == centre])
        ],
        len(rows) if enough else None,
        sum(row.amount for row in rows) if enough else None,
    )


def years() -> list[int]:
    """The years to choose from, this one first."""
    this = clock.today().year
    return list(range(this, this - 5, -1))


def _charged(year: int) -> Select[str, Unused, int, int]:
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
        select(UnusedPlace.cost_centre, UnusedPlace.reason, UnusedPlace.amount, Enrolment.person_id)
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
