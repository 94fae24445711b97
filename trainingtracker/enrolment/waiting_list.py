"""The waiting list: its published order, and filling free places from it.

The order is the time since when somebody waits, then the order of arrival. Whoever frees a place
fills it in the same transaction. A waiter who could not take part (left, or has another confirmed
date at that time) keeps the position and is passed over until that changes.
"""

from collections.abc import Iterable

from sqlalchemy import func, select

from trainingtracker.enrolment import places, rules, transitions
from trainingtracker.enrolment.locking import waited_for
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering
from trainingtracker.notify import messages
from trainingtracker.vocabulary import Action, Status

ORDER = (Enrolment.waiting_since, Enrolment.id)


def waiting(offering_id: int) -> list[Enrolment]:
    """The waiting enrolments in their order."""
    return list(
        db.session.scalars(
            select(Enrolment)
            .where(Enrolment.offering_id == offering_id, Enrolment.status == Status.WAITLISTED)
            .order_by(*ORDER)
        )
    )


def positions(offering_ids: Iterable[int]) -> dict[int, int]:
    """Enrolment id -> position on its waiting list (from 1), for many offerings in one query."""
    position = func.row_number().over(partition_by=Enrolment.offering_id, order_by=ORDER)
    rows = db.session.execute(
        select(Enrolment.id, position).where(
            Enrolment.offering_id.in_(list(offering_ids)), Enrolment.status == Status.WAITLISTED
        )
    )
    return {row[0]: row[1] for row in rows}


def fill_places(offering: Offering) -> list[Enrolment]:
    """Give free places to waiters in their order; the offering must be locked with its waiters.

    The system moves them up, so the history names no actor. Nobody is moved into an offering that
    is over.
    """
    moved: list[Enrolment] = []
    if not places.free(offering) or not _takes_waiters(offering):
        return moved
    for enrolment in waiting(offering.id):
        if not places.free(offering):
            break
        if _can_take_part(enrolment):
            transitions.move(enrolment, Action.GRANT, actor_id=None)
            messages.moved_up(enrolment)
            moved.append(enrolment)
    return moved


def fill_after_leaving(offering: Offering, person_ids: set[int]) -> None:
    """Fill the offering that these persons have left, and those in which they wait themselves.

    Without the date they got rid of they may be able to take a place that is free there. All of
    them must be locked (`locking.lock_offering(..., with_waits_of=person_ids)`).
    """
    fill_places(offering)
    for offering_id in sorted(waited_for(person_ids) - {offering.id}):
        fill_places(db.session.get_one(Offering, offering_id))


def _takes_waiters(offering: Offering) -> bool:
    try:
        rules.check_not_over(offering)
    except RuleViolation:
        return False
    return True


def _can_take_part(enrolment: Enrolment) -> bool:
    try:
        rules.check_employed(enrolment.person, enrolment.offering)
        rules.check_no_overlap(enrolment.person, enrolment.offering)
    except RuleViolation:
        return False
    return True
