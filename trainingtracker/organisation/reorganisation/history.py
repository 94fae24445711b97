"""The reorganisations on record, and who and what belongs to a unit that is to be split."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from trainingtracker.extensions import db
from trainingtracker.models import Assignment, Person, Reorganisation
from trainingtracker.organisation.people import employed_on


def history(limit: int, offset: int) -> tuple[list[Reorganisation], int]:
    """The latest first, with their units and who recorded them; and how many there are."""
    query = (
        select(Reorganisation)
        .options(joinedload(Reorganisation.unit), joinedload(Reorganisation.recorded_by))
        .order_by(Reorganisation.since.desc(), Reorganisation.id.desc())
    )
    total = db.session.scalar(select(func.count(Reorganisation.id))) or 0
    return list(db.session.scalars(query.limit(limit).offset(offset))), total


def members(unit_id: int, as_of: date) -> list[Person]:
    """The people of the unit itself on a day, by name."""
    assigned = select(Assignment.person_id).where(
        Assignment.unit_id == unit_id, Assignment.valid(as_of)
    )
    query = select(Person).where(Person.id.in_(assigned), employed_on(as_of))
    return list(db.session.scalars(query.order_by(Person.sort_key, Person.id)))
