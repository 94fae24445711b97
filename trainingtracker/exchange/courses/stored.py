"""The catalogue on record beside which a list of courses is held."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from trainingtracker.extensions import db
from trainingtracker.models import Course, Offering
from trainingtracker.vocabulary import OfferingStatus


def load() -> list[Course]:
    query = select(Course).options(
        selectinload(Course.outcomes), selectinload(Course.prerequisites)
    )
    return list(db.session.scalars(query.order_by(Course.id)))


def offered_courses() -> set[int]:
    """Courses with published offerings: they cannot be archived."""
    query = select(Offering.course_id).where(Offering.status == OfferingStatus.PUBLISHED)
    return set(db.session.scalars(query.distinct()))
