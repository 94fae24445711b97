"""The place of somebody who has named a substitute: kept until it passes on, then passed on."""

from sqlalchemy import select

from trainingtracker.enrolment import transitions
from trainingtracker.enrolment.rules import has_begun
from trainingtracker.enrolment.waiting.waiting_list import fill_after_leaving
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment
from trainingtracker.notify import substitute_messages
from trainingtracker.vocabulary import Action, Status


def pending_substitute(enrolment_id: int) -> Enrolment | None:
    """The request of the substitute who is named for this place and not decided on yet."""
    return db.session.scalar(
        select(Enrolment).where(
            Enrolment.substitute_for_id == enrolment_id, Enrolment.status == Status.REQUESTED
        )
    )


def place_kept_for(request: Enrolment) -> Enrolment | None:
    """The enrolment whose place this request would take over; None where it has none any more."""
    if request.substitute_for_id is None:
        return None
    replaced = db.session.get(Enrolment, request.substitute_for_id, populate_existing=True)
    if replaced is None or replaced.status is not Status.CONFIRMED or has_begun(replaced.offering):
        return None
    return replaced


def pass_on(replaced: Enrolment, request: Enrolment, actor_id: int) -> None:
    """Give the place of one to the other, past the waiting list; both have to be locked.

    The person replaced must be locked with their waits: without the date they may move up there.
    """
    transitions.move(replaced, Action.HAND_OVER, actor_id=actor_id)
    transitions.move(request, Action.GRANT, actor_id=actor_id)
    tell_handed_over(replaced, request)


def tell_handed_over(replaced: Enrolment, substitute: Enrolment) -> None:
    """Tell both, and let the person replaced move up where they are free now."""
    substitute_messages.place_taken_over(substitute, replaced.person)
    substitute_messages.handed_over(replaced, substitute.person)
    fill_after_leaving(replaced.offering, {replaced.person_id})


def fell_through(request: Enrolment) -> None:
    """The substitute's request has ended without a place: whoever named them has to know."""
    replaced = place_kept_for(request)
    if replaced is not None:
        substitute_messages.substitute_fell_through(replaced, request.person)
