"""What completing a course gives: holdings with the evidence *course*.

Attendance is not attainment: a language course gives "course level B1", never a proved B1.
"""

from datetime import date
from typing import Any

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import Course, Holding
from trainingtracker.vocabulary import Basis, Evidence


def award(
    person_id: int,
    course: Course,
    on: date,
    *,
    enrolment_id: int | None = None,
    confirmed_by_id: int | None = None,
) -> list[Holding]:
    """Write what the course gives to somebody who completed it on the day `on`."""
    rows = award_rows(person_id, course, on)
    holdings = [
        Holding(**row, enrolment_id=enrolment_id, confirmed_by_id=confirmed_by_id) for row in rows
    ]
    db.session.add_all(holdings)
    return holdings


def award_rows(person_id: int, course: Course, on: date) -> list[dict[str, Any]]:
    """The same holdings as rows for a bulk write: valid from `on` for the outcome's months."""
    return [
        {
            "person_id": person_id,
            "competence_id": outcome.competence_id,
            "level_id": outcome.level_id,
            "evidence": Evidence.COURSE,
            "evidence_date": on,
            "since": on,
            "until": clock.add_months(on, outcome.valid_months) if outcome.valid_months else None,
            "basis": Basis.OFFICIAL,
        }
        for outcome in course.outcomes
    ]


def revoke(enrolment_id: int) -> None:
    """Take back what an enrolment gave: the rows stay on record, superseded."""
    given = select(Holding).where(Holding.enrolment_id == enrolment_id, Holding.known())
    for holding in db.session.scalars(given):
        holding.superseded_at = clock.now()
