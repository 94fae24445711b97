"""What a person has to show for prerequisites: courses completed, competences held when."""

from collections.abc import Collection, Iterable
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
    """The record of one person, as `records_of` reads it."""
    return records_of([person_id], competence_ids, voluntary=voluntary)[person_id]


def records_of(
    person_ids: Collection[int], competence_ids: Iterable[int], *, voluntary: bool = True
) -> dict[int, PersonRecord]:
    """Person id -> the record as far as these competences go; two queries, however many persons.

    Per activity counts for nothing. `voluntary` says whether holdings on the basis of consent are
    in it, of which only the person may learn.
    """
    completed = _completed(person_ids)
    found = {each: PersonRecord(completed.get(each, {}), []) for each in person_ids}
    rows = db.session.execute(
        select(
            Holding.person_id,
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
            Holding.person_id.in_(person_ids),
            Holding.competence_id.in_(set(competence_ids)),
            Holding.activity.is_(None),
            Holding.known(),
            Holding.basis.in_(list(Basis) if voluntary else [Basis.OFFICIAL]),
        )
        .order_by(Level.rank.desc(), Holding.id.desc())
    )
    for row in rows:
        found[row.person_id].held.append(Shown(*row[1:]))
    return found


def _completed(person_ids: Collection[int]) -> dict[int, dict[int, date]]:
    """Person id -> courses completed, here or before the tracker."""
    here = (
        select(Enrolment.person_id, Offering.course_id, Enrolment.finished_on)
        .join(Enrolment, Enrolment.offering_id == Offering.id)
        .where(Enrolment.person_id.in_(person_ids), Enrolment.status == Status.COMPLETED)
    )
    before = select(
        ImportedParticipation.person_id,
        ImportedParticipation.course_id,
        ImportedParticipation.held_on,
    ).where(
        ImportedParticipation.person_id.in_(person_ids),
        ImportedParticipation.result == Result.PASSED,
    )
    found: dict[int, dict[int, date]] = {}
    both = union_all(here, before).subquery()
    for person_id, course_id, day in db.session.execute(select(*both.c)):
        own = found.setdefault(person_id, {})
        own[course_id] = max(day or date.min, own.get(course_id, date.min))
    return found
