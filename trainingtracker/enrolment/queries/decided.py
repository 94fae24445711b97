"""What somebody has decided, and what others have decided in their place."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from trainingtracker.extensions import db
from trainingtracker.models import Approval, Course, Enrolment, Offering, Person
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import Decision, Status


class DecidedRow(NamedTuple):
    """One decision, and where the enrolment stands today; `collected` waits for its round alone."""

    enrolment_id: int
    person: str
    course: Bilingual
    decision: Decision
    at: datetime
    by: str
    in_place_of: str | None
    status: Status
    collected: bool


def decided_by(person_id: int, *, limit: int, offset: int) -> tuple[list[DecidedRow], int]:
    """One page of the decisions made by somebody or in their place, the latest first; two queries.

    What concerns the person themselves is left out: they have a page of their own.
    """
    by, instead_of = aliased(Person), aliased(Person)
    concerns = (
        or_(Approval.decided_by_id == person_id, Approval.in_place_of_id == person_id),
        Enrolment.person_id != person_id,
    )
    total = db.session.scalar(
        select(func.count(Approval.id))
        .join(Enrolment, Enrolment.id == Approval.enrolment_id)
        .where(*concerns)
    )
    rows = db.session.execute(
        select(Approval, Enrolment.status, Enrolment.awaiting, Course, Person, by, instead_of)
        .join(Enrolment, Enrolment.id == Approval.enrolment_id)
        .join(Offering, Offering.id == Enrolment.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(by, by.id == Approval.decided_by_id)
        .outerjoin(instead_of, instead_of.id == Approval.in_place_of_id)
        .where(*concerns)
        .order_by(Approval.decided_at.desc(), Approval.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return [
        DecidedRow(
            approval.enrolment_id,
            person.full_name,
            course.title,
            approval.decision,
            approval.decided_at,
            decider.full_name,
            _name(other),
            status,
            status is Status.REQUESTED and awaiting is None,
        )
        for approval, status, awaiting, course, person, decider, other in rows
    ], total or 0


def _name(person: Person | None) -> str | None:
    return None if person is None else person.full_name
