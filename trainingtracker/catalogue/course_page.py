"""One published course with the dates on which it is held, as everybody sees it."""

from dataclasses import dataclass

from sqlalchemy import select
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


def dates(course_id: int) -> list[CourseDate]:
    """The published offerings of a course that have not ended, the earliest first."""
    offerings = db.session.scalars(
        select(Offering)
        .where(
            Offering.course_id == course_id,
            Offering.status == OfferingStatus.PUBLISHED,
            Offering.ends_at > clock.now(),
        )
        .options(
            selectinload(Offering.meetings),
            selectinload(Offering.trainers).joinedload(OfferingTrainer.person),
            joinedload(Offering.course),
        )
        .order_by(Offering.starts_at, Offering.id)
    ).all()
    places = availability.of_offerings(offering.id for offering in offerings)
    return [CourseDate(offering, places[offering.id]) for offering in offerings]
