"""The dates of a course to which the people of one that is cancelled could go."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.lines import Lines
from trainingtracker.models import Offering
from trainingtracker.vocabulary import OfferingStatus


def closest_dates(offering: Offering, limit: int) -> Lines[Offering]:
    """The dates to come that are closest to this one, in their order, and how many there are.

    Not those of rounds: their places are given by criteria.
    """
    to_come = db.session.execute(
        select(Offering.id, Offering.starts_at).where(
            Offering.course_id == offering.course_id,
            Offering.id != offering.id,
            Offering.status == OfferingStatus.PUBLISHED,
            Offering.starts_at > clock.now(),
            ~Offering.in_round,
        )
    ).all()
    start = offering.starts_at or clock.now()
    closest = sorted(to_come, key=lambda date: (abs(date.starts_at - start), date.id))[:limit]
    shown = db.session.scalars(
        select(Offering)
        .where(Offering.id.in_([date.id for date in closest]))
        .options(selectinload(Offering.meetings))
        .order_by(Offering.starts_at, Offering.id)
    )
    return Lines(shown, len(to_come))
