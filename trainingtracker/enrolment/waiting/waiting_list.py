"""The waiting list: its published order, and filling free places from it.

The order is the time since when somebody waits, then the rank given by a round, then the order of
arrival. Whoever frees a place fills it in the same transaction, at once or by an offer with a
deadline, as the offering says. A waiter who could not take part keeps the position and is passed
over until that changes, as is one to whom no free place is open because all are kept for others
(places.py); one who let an offer lapse is paused until they ask again. Close to the
start nobody moves up by themselves any more: HR is told of a place that becomes free.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select

from trainingtracker import clock
from trainingtracker.accounts.roles import holders
from trainingtracker.enrolment import places, rules, transitions
from trainingtracker.enrolment.locking import waited_for
from trainingtracker.enrolment.waiting.moving_up import moving_up_end
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering
from trainingtracker.notify import messages, waiting_messages
from trainingtracker.vocabulary import Action, MovingUp, Role, Status

ORDER = (Enrolment.waiting_since, Enrolment.waiting_rank, Enrolment.id)
# Somebody who may move up when a place becomes free.
ACTIVE = (Enrolment.status == Status.WAITLISTED) & Enrolment.paused.is_(False)


def waiting(offering_id: int) -> list[Enrolment]:
    """The active waiters in their order."""
    return list(
        db.session.scalars(
            select(Enrolment).where(Enrolment.offering_id == offering_id, ACTIVE).order_by(*ORDER)
        )
    )


def positions(offering_ids: Iterable[int]) -> dict[int, int]:
    """Enrolment id -> position among the active waiters (from 1), for many offerings in one query.

    Whoever is paused has no position.
    """
    position = func.row_number().over(partition_by=Enrolment.offering_id, order_by=ORDER)
    rows = db.session.execute(
        select(Enrolment.id, position).where(Enrolment.offering_id.in_(list(offering_ids)), ACTIVE)
    )
    return {row[0]: row[1] for row in rows}


def next_in_line(offering: Offering) -> Enrolment | None:
    """The first waiter who could take a free place now, as far as one is open to them."""
    in_line = waiting(offering.id)
    opening = places.opening(offering, [e.person_id for e in in_line])
    return next((e for e in in_line if opening.open_to(e.person_id) and could_take_part(e)), None)


def is_open_to(offering: Offering, person_id: int) -> bool:
    """Whether somebody who does not wait may have a place: one is free, and no waiter could."""
    return bool(places.open_to(offering, person_id)) and next_in_line(offering) is None


def fill_places(offering: Offering) -> list[Enrolment]:
    """Give free places to waiters in their order; the offering must be locked with its waiters.

    The system moves them up, so the history names no actor. Nobody is moved into an offering that
    is over, nor close to its start.
    """
    moved: list[Enrolment] = []
    if not places.free(offering) or not takes_waiters(offering):
        return moved
    in_line = waiting(offering.id)
    opening = places.opening(offering, [e.person_id for e in in_line])
    for enrolment in in_line:
        if not opening.free:
            break
        if opening.open_to(enrolment.person_id) and could_take_part(enrolment):
            _move_up(enrolment)
            opening.take(enrolment.person_id)
            moved.append(enrolment)
    return moved


def fill_after_leaving(offering: Offering, person_ids: set[int]) -> None:
    """Fill the offering that these persons have left, and those in which they wait themselves.

    Without the date they got rid of they may be able to take a place that is free there. All of
    them must be locked (`locking.lock_offering(..., with_waits_of=person_ids)`). Where a place
    stays free because the start is close, HR is told.
    """
    fill_places(offering)
    _tell_of_open_place(offering)
    for offering_id in sorted(waited_for(person_ids) - {offering.id}):
        fill_places(db.session.get_one(Offering, offering_id))


def takes_waiters(offering: Offering) -> bool:
    """Whether a place that is free goes to the next on the waiting list."""
    ends = moving_up_end().of(offering)
    return _open(offering) and (ends is None or clock.now() < ends)


def could_take_part(enrolment: Enrolment) -> bool:
    """Whether everything that was checked at the request still holds."""
    person, offering = enrolment.person, enrolment.offering
    try:
        rules.check_may_take_part(person, offering, asked_by=person.id)
    except RuleViolation:
        return False
    return True


def _move_up(enrolment: Enrolment) -> None:
    offering = enrolment.offering
    if offering.moving_up is MovingUp.AT_ONCE:
        transitions.move(enrolment, Action.GRANT, actor_id=None)
        messages.moved_up(enrolment)
        return
    transitions.move(enrolment, Action.OFFER, actor_id=None, expires_at=_reply_by(offering))
    waiting_messages.offered(enrolment)


def _reply_by(offering: Offering) -> datetime:
    """The end of the last day for an answer, but not after moving up ends."""
    end = moving_up_end()
    last = end.working_days.after(clock.today(), max(offering.offer_days, 1))
    ends = end.of(offering)
    return min(clock.end_of(last), ends) if ends else clock.end_of(last)


def _tell_of_open_place(offering: Offering) -> None:
    if takes_waiters(offering) or not _open(offering) or not places.free(offering):
        return
    if next_in_line(offering) is not None:
        for person in holders(Role.HR, clock.today()):
            waiting_messages.place_left_open(offering, person)


def _open(offering: Offering) -> bool:
    try:
        rules.check_not_over(offering)
    except RuleViolation:
        return False
    return True
