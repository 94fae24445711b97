"""Whether a person has what a course asks for."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, union

from trainingtracker.extensions import db
from trainingtracker.models import (
    Course,
    CoursePrerequisite,
    Enrolment,
    Holding,
    ImportedParticipation,
    Level,
    Offering,
)
from trainingtracker.text import Bilingual, Message, mark
from trainingtracker.vocabulary import Basis, Result, Status


@dataclass(frozen=True)
class CheckedPrerequisite:
    """One prerequisite and whether the person fulfils it."""

    prerequisite: CoursePrerequisite
    fulfilled: bool

    def in_language(self, language: str) -> str:
        return description(self.prerequisite).in_language(language)


def description(prerequisite: CoursePrerequisite) -> Message | Bilingual:
    """What is asked for, in words: the course, or the competence with its level."""
    if prerequisite.required_course is not None:
        course = prerequisite.required_course
        return Message(
            mark("the course %(code)s “%(title)s”"), {"code": course.code, "title": course.title}
        )
    competence, level = prerequisite.competence, prerequisite.level
    assert competence is not None
    assert level is not None
    return Message(
        mark("%(competence)s at level %(level)s or above"),
        {"competence": competence.name, "level": level.code},
    )


def check_prerequisites(
    person_id: int, course: Course, on: date, *, voluntary: bool = True
) -> list[CheckedPrerequisite]:
    """Every prerequisite of the course, checked for the person, with holdings valid on `on`.

    In two queries however many prerequisites there are. Any evidence counts; `voluntary` says
    whether holdings on the basis of consent do, which only the person may learn of.
    """
    if not course.prerequisites:
        return []
    completed = completed_courses(person_id)
    ranks = _highest_ranks(person_id, on, voluntary=voluntary)
    return [CheckedPrerequisite(p, _fulfilled(p, completed, ranks)) for p in course.prerequisites]


def missing_prerequisites(
    person_id: int, course: Course, on: date, *, voluntary: bool
) -> list[CheckedPrerequisite]:
    """The prerequisites that the person does not fulfil."""
    checked = check_prerequisites(person_id, course, on, voluntary=voluntary)
    return [found for found in checked if not found.fulfilled]


def completed_courses(person_id: int) -> set[int]:
    """Ids of the courses that the person has completed, here or before the tracker."""
    here = (
        select(Offering.course_id)
        .join(Enrolment, Enrolment.offering_id == Offering.id)
        .where(Enrolment.person_id == person_id, Enrolment.status == Status.COMPLETED)
    )
    before = select(ImportedParticipation.course_id).where(
        ImportedParticipation.person_id == person_id,
        ImportedParticipation.result == Result.PASSED,
    )
    return set(db.session.scalars(union(here, before)))


def _highest_ranks(person_id: int, on: date, *, voluntary: bool) -> dict[int, int]:
    """Competence id -> highest rank held on the day, overall and not per activity."""
    rows = db.session.execute(
        select(Holding.competence_id, Level.rank)
        .join(Level, Level.id == Holding.level_id)
        .where(
            Holding.person_id == person_id,
            Holding.activity.is_(None),
            Holding.valid(on),
            Holding.basis.in_(list(Basis) if voluntary else [Basis.OFFICIAL]),
        )
    )
    ranks: dict[int, int] = {}
    for competence_id, rank in rows:
        ranks[competence_id] = max(rank, ranks.get(competence_id, rank))
    return ranks


def _fulfilled(
    prerequisite: CoursePrerequisite, completed: set[int], ranks: dict[int, int]
) -> bool:
    if prerequisite.required_course_id is not None:
        return prerequisite.required_course_id in completed
    assert prerequisite.competence_id is not None
    assert prerequisite.level is not None
    return ranks.get(prerequisite.competence_id, -1) >= prerequisite.level.rank
