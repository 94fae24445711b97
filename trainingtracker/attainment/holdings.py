"""Holdings on a day: which are valid, about to expire, or over.

Only official holdings of persons in the headcount are counted. What somebody entered of their own
accord needs their consent for each reader and is no part of a report.
"""

from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, case, literal

from trainingtracker import settings
from trainingtracker.attainment.people import in_headcount
from trainingtracker.attainment.scope import Scope
from trainingtracker.models import Holding, Person
from trainingtracker.vocabulary import Basis, Evidence, EvidenceGroup


class HoldingState(StrEnum):
    """How a holding stands on the reference date; an expiring one is still valid."""

    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"


# The best evidence first: somebody with a certificate and a course is counted as proved.
GROUPS = (EvidenceGroup.PROVED, EvidenceGroup.CONFIRMED, EvidenceGroup.SELF_DECLARED)


def counted(as_of: date, scope: Scope) -> ColumnElement[bool]:
    """Holdings that had begun by the day, over or not. The query joins Holding with Person."""
    return begun(as_of, scope) & scope.covers(Person.id, as_of)


def begun(as_of: date, scope: Scope) -> ColumnElement[bool]:
    """The same of the whole headcount: whoever asks says in which way it is in the scope."""
    return and_(
        Holding.known(scope.known_at),
        Holding.since <= as_of,
        Holding.basis == Basis.OFFICIAL,
        in_headcount(as_of, scope.known),
    )


def expiry_horizon(as_of: date) -> date:
    """A valid holding that ends on or before this day is expiring."""
    days: int = settings.get("expiring_days")
    return as_of + timedelta(days=min(days, (date.max - as_of).days))


def state_of(until: date | None, as_of: date, horizon: date) -> HoldingState:
    """`until` is the first day on which the holding is no longer true."""
    if until is None or until > horizon:
        return HoldingState.VALID
    return HoldingState.EXPIRING if until > as_of else HoldingState.EXPIRED


def state(as_of: date, horizon: date) -> ColumnElement[str]:
    """`state_of` for the database."""
    return case(
        (Holding.until.is_(None), literal(HoldingState.VALID.value)),
        (Holding.until > horizon, literal(HoldingState.VALID.value)),
        (Holding.until > as_of, literal(HoldingState.EXPIRING.value)),
        else_=literal(HoldingState.EXPIRED.value),
    )


def group_rank() -> ColumnElement[int]:
    """The position in GROUPS of the holding's evidence."""
    return case(
        *(
            (Holding.evidence.in_([e for e in Evidence if e.group is group]), literal(rank))
            for rank, group in enumerate(GROUPS)
        ),
        else_=literal(len(GROUPS) - 1),
    )
