"""Carrying somebody of a cancelled offering over to another date of the course."""

from typing import NamedTuple

from trainingtracker.accounts.actor import Actor
from trainingtracker.enrolment import rules, transitions
from trainingtracker.enrolment.approval import decisions
from trainingtracker.enrolment.waiting.waiting_list import is_open_to
from trainingtracker.errors import RuleViolation
from trainingtracker.models import Enrolment, Offering
from trainingtracker.notify import change_messages
from trainingtracker.text import Message, mark
from trainingtracker.vocabulary import Action, ApprovalStage, Status

_PAUSED = mark("has not answered an offer and is paused")
_SUBSTITUTE = mark("was to take over somebody else's place on this date")

# What somebody who comes along is told, by where they stand on the other date.
_TOLD = {
    Status.CONFIRMED: mark("You have a place on another date."),
    Status.WAITLISTED: mark(
        "On another date you are on the waiting list, because no place is free there."
    ),
    Status.REQUESTED: mark("Your request goes along to another date and is still to be decided."),
}


class Standing(NamedTuple):
    """Where somebody stood before the cancellation, and whose decision they waited for."""

    status: Status
    paused: bool
    awaiting: ApprovalStage | None

    @classmethod
    def of(cls, enrolment: Enrolment) -> "Standing":
        return cls(enrolment.status, enrolment.paused, enrolment.awaiting)


class Carried(NamedTuple):
    """The enrolment on the other date, or why there is none."""

    enrolment: Enrolment | None
    why_not: Message | None


# Nobody is carried over.
NOBODY = Carried(None, None)


def check_target(offering: Offering, target: Offering) -> None:
    """People can be carried over to another date of the course that is still to come."""
    rules.check_other_date(offering, target)
    if target.in_round:
        raise RuleViolation(
            mark("The places of that date are given out in a round. Choose another one.")
        )


def carry(left: Enrolment, stood: Standing, target: Offering, actor: Actor, text: str) -> Carried:
    """Enrol on another date whoever stood like that in the cancelled one; both are locked.

    What is checked at a request is checked again. The waiting list of the date goes first.
    """
    person = left.person
    if stood.paused:
        return Carried(None, Message(_PAUSED))
    if left.substitute_for_id is not None and stood.awaiting is not None:
        # The place goes along with whoever has it, and would otherwise become two.
        return Carried(None, Message(_SUBSTITUTE))
    try:
        rules.check_not_enrolled(person, target, asked_by=actor.person_id)
        rules.check_may_take_part(person, target, asked_by=person.id)
    except RuleViolation as violation:
        return Carried(None, Message(violation.message, violation.values))
    if stood.awaiting is not None:
        action = Action.REQUEST
    elif is_open_to(target, person.id):
        action = Action.GRANT
    else:
        action = Action.QUEUE
    found = transitions.begin(
        target, person.id, action, actor_id=actor.person_id, transferred_from=left
    )
    found.date_changed = True
    change_messages.carried_over(found, text, left.offering, _TOLD[found.status])
    if stood.awaiting is not None:
        decisions.await_decision(found, stood.awaiting, tell_person=False)
    return Carried(found, None)
