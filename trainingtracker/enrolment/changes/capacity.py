"""Fewer places than people hold: refused, naming who would lose theirs."""

from sqlalchemy import func, select

from trainingtracker.enrolment.states import HOLDING_A_PLACE
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, EnrolmentEvent, Offering, Person
from trainingtracker.text import Listed, mark


class TooFewPlaces(RuleViolation):
    """The capacity cannot fall below the places that are confirmed or offered."""


def check(offering: Offering, maximum: int) -> None:
    """Raise TooFewPlaces for less than is held, with those who got their places last."""
    too_many = in_order_of_places(offering.id)[maximum:]
    if too_many:
        raise TooFewPlaces(
            mark(
                "%(held)s places are confirmed or offered. With %(maximum)s these people, the last"
                " to get one, would lose it: %(names)s. Withdraw them or change them to another"
                " date first, or keep the places."
            ),
            held=maximum + len(too_many),
            maximum=maximum,
            names=Listed(tuple(too_many)),
        )


def in_order_of_places(offering_id: int) -> list[str]:
    """The names of all who hold a place, in the order in which they got it; one query."""
    entered = (
        select(func.max(EnrolmentEvent.id))
        .where(
            EnrolmentEvent.enrolment_id == Enrolment.id,
            EnrolmentEvent.to_status.in_(HOLDING_A_PLACE),
            EnrolmentEvent.from_status.is_(None)
            | EnrolmentEvent.from_status.not_in(HOLDING_A_PLACE),
        )
        .correlate(Enrolment)
        .scalar_subquery()
    )
    people = db.session.scalars(
        select(Person)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(Enrolment.offering_id == offering_id, Enrolment.place.is_not(None))
        .order_by(func.coalesce(entered, 0), Enrolment.id)
    )
    return [person.full_name for person in people]
