"""The way to a prerequisite that somebody lacks: the courses that give it, and their next date."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from trainingtracker import clock
from trainingtracker.catalogue import availability
from trainingtracker.enrolment import places
from trainingtracker.extensions import db
from trainingtracker.models import Course, CourseOutcome, CoursePrerequisite, Level, Offering
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import CourseStatus, EvidenceGroup, OfferingStatus

_SHOWN = 3


class Way(NamedTuple):
    """A course that gives it; `next_free`: when the next date with a place for the person starts.

    `prepares` says that the course alone is not enough: a test or certificate has to follow.
    """

    course_id: int
    title: Bilingual
    next_free: date | None
    prepares: bool


def ways_there(missing: Sequence[CoursePrerequisite], person_id: int) -> dict[int, list[Way]]:
    """Prerequisite id -> the courses that lead there, those with the earliest date first.

    Three queries however many are missing, a few more where places are reserved; none for none.
    """
    if not missing:
        return {}
    giving = _giving(missing)
    titles = {course.id: course.title for found in giving.values() for course in found}
    free = _next_free(set(titles), person_id)
    ways = {
        prerequisite.id: [
            Way(
                course.id,
                course.title,
                free.get(course.id),
                prerequisite.evidence is EvidenceGroup.PROVED,
            )
            for course in giving[prerequisite.id]
        ]
        for prerequisite in missing
    }
    return {
        each: sorted(found, key=lambda way: (way.next_free or date.max, way.course_id))[:_SHOWN]
        for each, found in ways.items()
    }


def _giving(missing: Sequence[CoursePrerequisite]) -> dict[int, list[Course]]:
    """Prerequisite id -> the published courses that give it."""
    rows = db.session.execute(
        select(Course, CourseOutcome.competence_id, Level.rank)
        .outerjoin(CourseOutcome, CourseOutcome.course_id == Course.id)
        .outerjoin(Level, Level.id == CourseOutcome.level_id)
        .where(
            Course.status == CourseStatus.PUBLISHED,
            or_(
                CourseOutcome.competence_id.in_({p.competence_id for p in missing}),
                Course.id.in_({p.required_course_id for p in missing}),
            ),
        )
    ).all()
    found: dict[int, dict[int, Course]] = defaultdict(dict)
    for course, competence_id, rank in rows:
        for each in missing:
            if each.course_id == course.id:
                continue
            gives = (
                each.level is not None
                and each.competence_id == competence_id
                and rank >= each.level.rank
            )
            if gives or each.required_course_id == course.id:
                found[each.id][course.id] = course
    return {each.id: list(found[each.id].values()) for each in missing}


def _next_free(course_ids: set[int], person_id: int) -> dict[int, date]:
    """Course id -> start of the next date that takes requests and has a place for the person."""
    now = clock.now()
    offerings = db.session.scalars(
        select(Offering)
        .where(
            Offering.course_id.in_(course_ids),
            Offering.status == OfferingStatus.PUBLISHED,
            Offering.starts_at > now,
            or_(Offering.enrolment_closes.is_(None), Offering.enrolment_closes > now),
        )
        .options(joinedload(Offering.course))
        .order_by(Offering.starts_at)
    ).all()
    reserved = places.openings(offerings, [person_id])
    counted = availability.of_offerings(each.id for each in offerings)
    found: dict[int, date] = {}
    for each in offerings:
        opening = reserved.get(each.id)
        free = opening.open_to(person_id) if opening else counted[each.id].free
        if free and each.starts_at:
            found.setdefault(each.course_id, clock.local_day(each.starts_at))
    return found
