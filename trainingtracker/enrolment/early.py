"""Enrolment before it opens for everybody: for those whom the offering was made for."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from trainingtracker import clock, settings
from trainingtracker.extensions import db
from trainingtracker.models import Offering, OfferingInvitation
from trainingtracker.working_days import WorkingDays


def working_days() -> WorkingDays:
    return WorkingDays(settings.get("federal_state"))


def opens_early(offering: Offering, days: WorkingDays | None = None) -> datetime | None:
    """When those invited may ask for a place; None where enrolment is open to everybody anyway."""
    opens = offering.enrolment_opens
    if opens is None or not offering.early_days:
        return opens
    days = days or working_days()
    return min(opens, clock.at(days.before(clock.local_day(opens), offering.early_days)))


def invited_to(person_id: int, offerings: Iterable[Offering]) -> dict[int, datetime]:
    """Offering id -> when the person may ask for a place there.

    Only where they are invited and enrolment has not opened for everybody; at most two queries.
    """
    now = clock.now()
    closed = {o.id: o for o in offerings if o.enrolment_opens and o.enrolment_opens > now}
    if not closed:
        return {}
    found = db.session.scalars(
        select(OfferingInvitation.offering_id).where(
            OfferingInvitation.person_id == person_id, OfferingInvitation.offering_id.in_(closed)
        )
    ).all()
    days = working_days() if found else None
    early = {offering_id: opens_early(closed[offering_id], days) for offering_id in found}
    return {offering_id: opens for offering_id, opens in early.items() if opens}


def is_open_for(person_id: int, offering: Offering) -> bool:
    """Whether the person is invited and the days of the invited have begun."""
    opens = invited_to(person_id, [offering]).get(offering.id)
    return opens is not None and opens <= clock.now()
