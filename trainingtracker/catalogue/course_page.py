"""One published course with the dates on which it is held, as everybody sees it."""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, selectinload

from trainingtracker import clock
from trainingtracker.catalogue import availability
from trainingtracker.catalogue.availability import Availability
from trainingtracker.extensions import db
from trainingtracker.models import (
    Course,
    CourseOutcome,
    CoursePrerequisite,
    Offering,
    OfferingTrainer,
)
from trainingtracker.vocabulary import CourseStatus, OfferingStatus


@dataclass(frozen=True)
class CourseDate:
    """An offering with its meetings and trainers loaded, and its places."""

    offering: Offering
    places: Availability


class DatesFound(NamedTuple):
    """One page of dates, and how many there are."""

    rows: list[CourseDate]
    total: int


def published_course(course_id: int) -> Course | None:
    """The course with all that its page tells; None where it is not open to everybody."""
    return db.session.scalar(
        select(Course)
        .where(Course.id == course_id, Course.status == CourseStatus.PUBLISHED)
        .options(
            joinedload(Course.topic),
            joinedload(Course.language),
            selectinload(Course.outcomes).options(
                joinedload(CourseOutcome.competence), joinedload(CourseOutcome.level)
            ),
            selectinload(Course.audiences),
            selectinload(Course.prerequisites).options(
                joinedload(CoursePrerequisite.required_course),
                joinedload(CoursePrerequisite.competence),
                joinedload(CoursePrerequisite.level),
            ),
        )
    )


def number_of_dates(course_id: int) -> int:
    """How many published offerings of a course have not ended."""
    counted = select(func.count(Offering.id)).where(*_to_come(course_id))
    return db.session.scalar(counted) or 0


def dates(course_id: int, *, limit: int, offset: int = 0) -> DatesFound:
    """The published offerings of a course that have not ended, the earliest first."""
    found = db.session.execute(
        select(Offering, func.count().over())
        .where(*_to_come(course_id))
        .options(
            selectinload(Offering.meetings),
            selectinload(Offering.trainers).joinedload(OfferingTrainer.person),
            joinedload(Offering.course),
        )
        .order_by(Offering.starts_at, Offering.id)
        .limit(limit)
        .offset(offset)
    ).all()
    places = availability.of_offerings(offering.id for offering, _total in found)
    return DatesFound(
        [CourseDate(offering, places[offering.id]) for offering, _total in found],
        # Beyond the last page the rows cannot tell.
        found[0][-1] if found else number_of_dates(course_id) if offset else 0,
    )


def _to_come(course_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Offering.course_id == course_id,
        Offering.status == OfferingStatus.PUBLISHED,
        Offering.ends_at > clock.now(),
    )
