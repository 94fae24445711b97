"""Deciding on a request: first the manager, or whoever decides in their place, then HR."""

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.permissions import Mandate, mandate
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.external import states
from trainingtracker.models import ExternalTraining, Person
from trainingtracker.notify import external_messages as messages
from trainingtracker.organisation.leadership import LeadershipMap
from trainingtracker.text import mark
from trainingtracker.vocabulary import ExternalAction, ExternalStatus


def ground(training: ExternalTraining, actor: Actor, leadership: LeadershipMap) -> Mandate | None:
    """On what ground the actor decides now; None where they do not, or nothing is to decide.

    The first decision follows the rule of all approvals, escalation included; the second is HR's.
    Nobody decides about themselves.
    """
    if training.status is ExternalStatus.REQUESTED:
        escalated = training.escalated_at is not None
        return mandate(actor, training.person_id, leadership, escalated=escalated)
    if training.status is ExternalStatus.ENDORSED:
        return Mandate() if actor.is_hr and actor.person_id != training.person_id else None
    return None


def approve(training_id: int, actor: Actor, seen: ExternalStatus) -> ExternalTraining:
    """Approve at the stage that was `seen`: a second click never decides the next one as well."""
    training = states.locked(training_id)
    place_of = _may_decide(training, actor, seen)
    if seen is ExternalStatus.REQUESTED:
        states.move(training, ExternalAction.ENDORSE, actor, in_place_of_id=place_of.in_place_of_id)
        messages.endorsed(training, *_who(actor, place_of))
    else:
        states.move(training, ExternalAction.APPROVE, actor)
        messages.approved(training, _person(actor.person_id))
    return training


def decline(training_id: int, actor: Actor, seen: ExternalStatus, reason: str) -> ExternalTraining:
    """Decline, with a reason that the person reads."""
    reason = reason.strip()
    if not reason:
        raise RuleViolation(
            mark("Please give a reason: the person will read it and can plan with it.")
        )
    training = states.locked(training_id)
    place_of = _may_decide(training, actor, seen)
    states.move(
        training,
        ExternalAction.DECLINE,
        actor,
        in_place_of_id=place_of.in_place_of_id,
        reason=reason,
    )
    messages.declined(training, reason, *_who(actor, place_of))
    return training


def _may_decide(training: ExternalTraining, actor: Actor, seen: ExternalStatus) -> Mandate:
    if actor.person_id == training.person_id:
        raise NotAllowed(mark("Nobody decides on their own request. Somebody else decides."))
    if training.status is not seen or seen not in states.UNDECIDED:
        raise RuleViolation(
            mark(
                "This request has been decided or taken back in the meantime."
                " The page shows how it stands now."
            )
        )
    leadership = LeadershipMap.above(training.person_id, clock.today())
    found = ground(training, actor, leadership)
    if found is None:
        raise NotAllowed(
            mark("First the manager of the person's unit decides on this request, then HR.")
        )
    return found


def _who(actor: Actor, place_of: Mandate) -> tuple[Person, Person | None]:
    """Who has decided, and in whose place."""
    instead_of = place_of.in_place_of_id
    return _person(actor.person_id), _person(instead_of) if instead_of else None


def _person(person_id: int) -> Person:
    return db.session.get_one(Person, person_id)
