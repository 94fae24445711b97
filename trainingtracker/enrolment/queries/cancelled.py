"""What is on record of a cancellation: when, by whom, in which words, and who came along where."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from trainingtracker.enrolment.queries.deciders import names_of
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, EnrolmentEvent, Offering
from trainingtracker.vocabulary import Action


class CarriedTo(NamedTuple):
    """Another date, and how many came along to it."""

    offering_id: int
    starts_at: datetime | None
    people: int


class Cancelled(NamedTuple):
    at: datetime
    by: str | None
    text: str
    carried_to: CarriedTo | None


def cancelled(offering_id: int) -> Cancelled | None:
    """The cancellation of an offering; None where nobody was enrolled. Three queries."""
    event = db.session.scalar(
        select(EnrolmentEvent)
        .join(Enrolment, Enrolment.id == EnrolmentEvent.enrolment_id)
        .where(Enrolment.offering_id == offering_id, EnrolmentEvent.action == Action.CANCEL)
        .order_by(EnrolmentEvent.id.desc())
        .limit(1)
    )
    if event is None:
        return None
    return Cancelled(
        event.effective_at,
        names_of([event.actor_id]).get(event.actor_id or 0),
        event.reason,
        _carried_to(offering_id),
    )


def _carried_to(offering_id: int) -> CarriedTo | None:
    left = aliased(Enrolment)
    row = db.session.execute(
        select(Offering.id, Offering.starts_at, func.count(Enrolment.id))
        .join(Enrolment, Enrolment.offering_id == Offering.id)
        .join(left, left.id == Enrolment.transferred_from_id)
        .join(EnrolmentEvent, EnrolmentEvent.enrolment_id == left.id)
        # Whoever changed to another date before has not been carried over.
        .where(left.offering_id == offering_id, EnrolmentEvent.action == Action.CANCEL)
        .group_by(Offering.id, Offering.starts_at)
    ).first()
    return None if row is None else CarriedTo(*row)
