"""Numbered places: counting them, and the lowest that is free. The offering must be locked."""

from sqlalchemy import func, select

from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering
from trainingtracker.text import mark


def free(offering: Offering) -> int:
    """How many places of the offering are free."""
    held = db.session.scalar(
        select(func.count()).where(
            Enrolment.offering_id == offering.id, Enrolment.place.is_not(None)
        )
    )
    return max(0, offering.max_places - (held or 0))


def lowest_free(offering: Offering) -> int:
    """The lowest free number from 1 to the capacity; RuleViolation where there is none."""
    taken = set(
        db.session.scalars(
            select(Enrolment.place).where(
                Enrolment.offering_id == offering.id, Enrolment.place.is_not(None)
            )
        )
    )
    for number in range(1, offering.max_places + 1):
        if number not in taken:
            return number
    raise RuleViolation(
        mark("All %(places)s places are taken. Put the person on the waiting list instead."),
        places=offering.max_places,
    )
