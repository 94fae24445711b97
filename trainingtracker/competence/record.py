"""What one person has to show for prerequisites: courses completed, competences held when."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select, union_all

from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Holding, ImportedParticipation, Level, Offering
from trainingtracker.vocabulary import Basis, Evidence, Result, Status


class Shown(NamedTuple):
    """A competence held from `since` to before `until`, by evidence of the day `dated`."""

    competence_id: int
    level_code: str
    rank: int
    evidence: Evidence
    since: date
    until: date | None
    dated: date

    def valid_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


class PersonRecord(NamedTuple):
    """Course id -> day of the last completion; and what was and will be held, best level first."""

    completed: dict[int, date]
    held: list[Shown]

    def of(self, competence_id: int) -> list[Shown]:
        return [each for each in self.held if each.competence_id == competence_id]


def record_of(
    person_id: int, competence_ids: Iterable[int], *, voluntary: bool = True
) -> PersonRecord:
    """The record as far as these competences go, in two queries; per activity counts for nothing.

    `voluntary` says whether holdings on the basis of consent are in it, of which only the person
    may learn.
    """
    rows = db.session.execute(
        select(
            Holding.competence_id,
            Level.code,
            Level.rank,
            Holding.evidence,
            Holding.since,
            Holding.until,
            func.coalesce(Holding.evidence_date, Holding.since),
        )
        .join(Level, Level.id == Holding.level_id)
        .where(
            Holding.person_id == person_id,
            Holding.competence_id.in_(set(competence_ids)),
            Holding.activity.is_(None),
            Holding.known(),
            Holding.basis.in_(list(Basis) if voluntary else [Basis.OFFICIAL]),
        )
        .order_by(Level.rank.desc(), Holding.id.desc())
    )
    return PersonRecord(_completed(person_id), [Shown(*row) for row in rows])


def _completed(person_id: int) -> dict[int, date]:
    """Courses completed, here or before the tracker."""
    here = (
        select(Offering.course_id, Enrolment.finished_on)
        .join(Enrolment, Enrolment.offering_id == Offering.id)
        .where(Enrolment.person_id == person_id, Enrolment.status == Status.COMPLETED)
    )
    before = select(ImportedParticipation.course_id, ImportedParticipation.held_on).where(
        ImportedParticipation.person_id == person_id,
        ImportedParticipation.result == Result.PASSED,
    )
    found: dict[int, date] = {}
    both = union_all(here, before).subquery()
    for course_id, day in db.session.execute(select(*both.c)):
        found[course_id] = max(day or date.min, found.get(course_id, date.min))
    return found
