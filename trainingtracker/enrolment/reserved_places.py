"""Reserved places over time: opened to everybody after their last day."""

from datetime import date

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.enrolment.locking import lock_offering
from trainingtracker.enrolment.waiting.waiting_list import fill_after_leaving
from trainingtracker.extensions import db
from trainingtracker.models import Offering, OfferingQuota
from trainingtracker.vocabulary import OfferingStatus


def due(today: date) -> list[int]:
    """The published offerings with places that are no longer reserved and not yet opened."""
    return list(
        db.session.scalars(
            select(OfferingQuota.offering_id)
            .distinct()
            .join(Offering, Offering.id == OfferingQuota.offering_id)
            .where(
                Offering.status == OfferingStatus.PUBLISHED,
                OfferingQuota.last_day < today,
                OfferingQuota.released_at.is_(None),
            )
            .order_by(OfferingQuota.offering_id)
        )
    )


def open_to_all(offering_id: int, today: date) -> None:
    """Give what was reserved until yesterday and is still free to the waiting list, in its order.

    Close to the start HR is told instead, as of every place that becomes free.
    """
    offering = lock_offering(offering_id)
    over = select(OfferingQuota).where(
        OfferingQuota.offering_id == offering_id,
        OfferingQuota.last_day < today,
        OfferingQuota.released_at.is_(None),
    )
    for quota in db.session.scalars(over).all():
        quota.released_at = clock.now()
    fill_after_leaving(offering, set())
