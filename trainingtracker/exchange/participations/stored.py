"""The participations on record beside which a list is held."""

from datetime import date

from sqlalchemy import select

from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, ImportedParticipation, Offering
from trainingtracker.vocabulary import Result, Status

# Person, course, last day.
Key = tuple[int, int, date]


def load() -> dict[Key, tuple[int, Result]]:
    query = select(
        ImportedParticipation.person_id,
        ImportedParticipation.course_id,
        ImportedParticipation.held_on,
        ImportedParticipation.id,
        ImportedParticipation.result,
    )
    return {
        (person, course, day): (row_id, result)
        for person, course, day, row_id, result in db.session.execute(query)
    }


def completed_here() -> set[Key]:
    """What was completed in an offering of the tracker."""
    query = (
        select(Enrolment.person_id, Offering.course_id, Enrolment.finished_on)
        .join(Offering, Offering.id == Enrolment.offering_id)
        .where(Enrolment.status == Status.COMPLETED, Enrolment.finished_on.is_not(None))
    )
    return {(person, course, day) for person, course, day in db.session.execute(query) if day}
