"""A place that is offered: accept it, refuse it, let it lapse, ask again; and HR's placement."""

from datetime import datetime

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.permissions import can_act_for
from trainingtracker.enrolment import places, rules, transitions
from trainingtracker.enrolment.locking import lock_enrolment
from trainingtracker.enrolment.results import check_not_own
from trainingtracker.enrolment.waiting.waiting_list import fill_after_leaving, fill_places
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment
from trainingtracker.notify import messages, waiting_messages
from trainingtracker.text import mark
from trainingtracker.vocabulary import Action, Status


def accept_offer(enrolment_id: int, actor: Actor) -> Enrolment:
    """Take the place that is offered, while the offer stands and all that was asked for holds."""
    enrolment = lock_enrolment(enrolment_id)
    _check_may_answer(enrolment, actor)
    _check_offered(enrolment)
    person, offering = enrolment.person, enrolment.offering
    rules.check_not_over(offering)
    rules.check_may_take_part(person, offering, asked_by=person.id)
    transitions.move(enrolment, Action.ACCEPT, actor_id=actor.person_id)
    messages.confirmed(enrolment)
    return enrolment


def refuse_offer(enrolment_id: int, actor: Actor) -> Enrolment:
    """Do without the place that is offered; it goes to the next, and the waiting ends."""
    enrolment = lock_enrolment(enrolment_id, with_waits=True)
    _check_may_answer(enrolment, actor)
    _check_offered(enrolment)
    transitions.move(enrolment, Action.REFUSE, actor_id=actor.person_id)
    messages.withdrawn(enrolment)
    fill_after_leaving(enrolment.offering, {enrolment.person_id})
    return enrolment


def lapsed(now: datetime) -> list[int]:
    """The enrolments whose offer nobody has answered in time, the oldest first."""
    return list(
        db.session.scalars(
            select(Enrolment.id)
            .where(Enrolment.status == Status.OFFERED, Enrolment.offer_expires_at <= now)
            .order_by(Enrolment.offer_expires_at, Enrolment.id)
        )
    )


def lapse_offer(enrolment_id: int, now: datetime) -> bool:
    """Pass an unanswered place on; whoever let it lapse is paused until they ask again.

    Returns whether it had lapsed: an answer may have come in the meantime.
    """
    enrolment = lock_enrolment(enrolment_id, with_waits=True)
    expires_at = enrolment.offer_expires_at
    if enrolment.status is not Status.OFFERED or expires_at is None or expires_at > now:
        return False
    transitions.move(enrolment, Action.LAPSE, actor_id=None)
    waiting_messages.lapsed(enrolment)
    fill_after_leaving(enrolment.offering, {enrolment.person_id})
    return True


def resume_waiting(enrolment_id: int, actor: Actor) -> Enrolment:
    """Wait again after a lapse, at the end of the list."""
    enrolment = lock_enrolment(enrolment_id, with_waits=True)
    _check_may_answer(enrolment, actor)
    if enrolment.status is not Status.WAITLISTED or not enrolment.paused:
        raise RuleViolation(
            mark("You are not paused on this waiting list. Reload the page to see where you stand.")
        )
    rules.check_not_over(enrolment.offering)
    transitions.move(enrolment, Action.RESUME, actor_id=actor.person_id)
    fill_places(enrolment.offering)
    return enrolment


def place_directly(enrolment_id: int, actor: Actor, reason: str) -> Enrolment:
    """Give a waiter a free place past everybody ahead; HR's, with a reason that stays on record."""
    if not actor.is_hr:
        raise NotAllowed(mark("Only HR gives somebody a place past the waiting list."))
    reason = reason.strip()
    if not reason:
        raise RuleViolation(
            mark("Please say why this person gets the place; it stays in the history.")
        )
    enrolment = lock_enrolment(enrolment_id)
    check_not_own([enrolment.person_id], actor)
    offering = enrolment.offering
    if enrolment.status is not Status.WAITLISTED:
        raise RuleViolation(mark("Only somebody on the waiting list can be placed directly."))
    rules.check_not_over(offering)
    rules.check_employed(enrolment.person, offering)
    rules.check_no_overlap(enrolment.person, offering)
    if not places.free(offering):
        raise RuleViolation(
            mark(
                "No place is free: %(places)s of %(places)s are taken."
                " Add places to the offering first."
            ),
            places=offering.max_places,
        )
    transitions.move(enrolment, Action.GRANT, actor_id=actor.person_id, reason=reason)
    messages.confirmed(enrolment)
    return enrolment


def _check_may_answer(enrolment: Enrolment, actor: Actor) -> None:
    if not can_act_for(actor, enrolment.person_id):
        raise NotAllowed(mark("The place is offered to somebody else; only they can answer."))


def _check_offered(enrolment: Enrolment) -> None:
    expires_at = enrolment.offer_expires_at
    if enrolment.status is not Status.OFFERED or expires_at is None:
        raise RuleViolation(
            mark(
                "No place is offered to you here any more. Reload the page to see where you stand."
            )
        )
    if expires_at <= clock.now():
        raise RuleViolation(
            mark(
                "The offer ended on %(moment)s and the place goes to the next on the list."
                " You can ask to wait again."
            ),
            moment=clock.deadline(expires_at),
        )
