"""Waiters who can take a free place only since something else has changed.

Whatever frees a place fills it at once. But a waiter who was passed over may become able without
that: a certificate was recorded, they moved to the unit that the places are kept for.
"""

from sqlalchemy import exists, select

from trainingtracker.catalogue.availability import places_held
from trainingtracker.enrolment.locking import lock_offering
from trainingtracker.enrolment.waiting.waiting_list import (
    ACTIVE,
    fill_places,
    next_in_line,
    takes_waiters,
)
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering
from trainingtracker.vocabulary import OfferingStatus


def due() -> list[int]:
    """The offerings with a free place that somebody on the waiting list could take now."""
    offerings = db.session.scalars(
        select(Offering)
        .where(
            Offering.status == OfferingStatus.PUBLISHED,
            places_held() < Offering.max_places,
            exists().where(Enrolment.offering_id == Offering.id, ACTIVE),
        )
        .order_by(Offering.id)
    ).all()
    return [each.id for each in offerings if takes_waiters(each) and next_in_line(each)]


def move_on(offering_id: int) -> int:
    """Fill the free places in the order of the list; returns how many people got one."""
    return len(fill_places(lock_offering(offering_id)))
