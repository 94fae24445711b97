"""Where an enrolment came from and where it went: substitutes, and other dates of the course."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering, Person
from trainingtracker.vocabulary import Status


@dataclass(frozen=True)
class Way:
    """`named` waits for approval as the substitute; `taken_over_by` has the place now.

    `instead_of` is whose place this is, or would be. The two dates are other offerings of the
    course: from which this one was changed or carried over, and to which it went.
    """

    named: str | None = None
    taken_over_by: str | None = None
    instead_of: str | None = None
    came_from: datetime | None = None
    went_to: datetime | None = None
    went_to_id: int | None = None


def places_kept(enrolment_ids: list[int]) -> dict[int, str]:
    """Request of a substitute -> the name of whoever keeps the place for them; one query."""
    replaced = aliased(Enrolment)
    rows = db.session.execute(
        select(Enrolment.id, Person.first_name, Person.last_name)
        .join(replaced, replaced.id == Enrolment.substitute_for_id)
        .join(Person, Person.id == replaced.person_id)
        .where(Enrolment.id.in_(enrolment_ids), replaced.status == Status.CONFIRMED)
    )
    return {row.id: f"{row.first_name} {row.last_name}".strip() for row in rows}


def way_of(enrolment: Enrolment) -> Way:
    """The way of one enrolment; one query."""
    rows = db.session.execute(
        select(Enrolment, Person, Offering.starts_at)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Offering, Offering.id == Enrolment.offering_id)
        .where(
            or_(
                Enrolment.id.in_([enrolment.substitute_for_id, enrolment.transferred_from_id]),
                Enrolment.substitute_for_id == enrolment.id,
                Enrolment.transferred_from_id == enrolment.id,
            )
        )
        .order_by(Enrolment.id)
    )
    found: dict[str, object] = {}
    for other, person, starts_at in rows:
        if other.id == enrolment.substitute_for_id:
            found["instead_of"] = person.full_name
        elif other.id == enrolment.transferred_from_id:
            found["came_from"] = starts_at
        elif other.transferred_from_id == enrolment.id:
            found |= {"went_to": starts_at, "went_to_id": other.id}
        elif other.status is Status.REQUESTED:
            found["named"] = person.full_name
        elif other.place is not None:
            found["taken_over_by"] = person.full_name
    return Way(**found)  # type: ignore[arg-type]
