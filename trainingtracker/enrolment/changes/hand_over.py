"""Handing a place over to a substitute: named by the participant, their coordinator or HR."""

from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.permissions import can_act_for
from trainingtracker.enrolment import rules, transitions
from trainingtracker.enrolment.approval import decisions
from trainingtracker.enrolment.changes.substitutes import pending_substitute, tell_handed_over
from trainingtracker.enrolment.locking import lock_offering
from trainingtracker.enrolment.rules import has_begun
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering, Person
from trainingtracker.notify import substitute_messages
from trainingtracker.text import mark
from trainingtracker.vocabulary import Action, ApprovalStage, Status


def hand_over(enrolment_id: int, substitute_id: int, actor: Actor) -> Enrolment:
    """Name a substitute for a confirmed place; returns the substitute's enrolment.

    Where the course needs no approval the place passes on at once. Where it does, the substitute's
    own manager decides: until then the place stays with whoever hands it over, and it passes on,
    past the waiting list, with the approval. It costs nothing, however late it is.
    """
    enrolment = _locked(enrolment_id, substitute_id)
    if not can_act_for(actor, enrolment.person_id):
        raise NotAllowed(mark("You can hand over your own place only."))
    offering, substitute = enrolment.offering, db.session.get(Person, substitute_id)
    if substitute is None:
        raise RuleViolation(mark("This person does not exist any more."))
    check_place(enrolment)
    if substitute.id == enrolment.person_id:
        raise RuleViolation(mark("Name somebody else: this is the person who has the place now."))
    _check_substitute(substitute, offering, actor)
    stage = decisions.first_stage(offering.course)
    if stage is not None:
        return _ask(enrolment, substitute, stage, actor)
    transitions.move(enrolment, Action.HAND_OVER, actor_id=actor.person_id)
    found = transitions.begin(
        offering,
        substitute.id,
        Action.GRANT,
        actor_id=actor.person_id,
        substitute_for=enrolment,
    )
    tell_handed_over(enrolment, found)
    return found


def take_back(enrolment_id: int, actor: Actor) -> Enrolment:
    """Take back who was named, while nobody has decided; returns the substitute's request."""
    request = pending_substitute(enrolment_id)
    if request is None:
        raise RuleViolation(mark("Nobody is named as a substitute here any more."))
    replaced = db.session.get_one(Enrolment, enrolment_id)
    lock_offering(request.offering_id, {request.person_id, replaced.person_id})
    db.session.refresh(request)
    if not can_act_for(actor, replaced.person_id):
        raise NotAllowed(mark("You can hand over your own place only."))
    if request.status is not Status.REQUESTED:
        raise RuleViolation(mark("Nobody is named as a substitute here any more."))
    transitions.move(request, Action.WITHDRAW, actor_id=actor.person_id)
    substitute_messages.no_longer_named(request, replaced.person)
    return request


def _locked(enrolment_id: int, substitute_id: int) -> Enrolment:
    enrolment = db.session.get(Enrolment, enrolment_id)
    if enrolment is None:
        raise RuleViolation(mark("This enrolment does not exist any more."))
    lock_offering(enrolment.offering_id, {substitute_id}, with_waits_of={enrolment.person_id})
    db.session.refresh(enrolment)
    return enrolment


def check_place(enrolment: Enrolment) -> None:
    """The place is confirmed, the course has not begun, and nobody is named yet."""
    if enrolment.status is not Status.CONFIRMED:
        raise RuleViolation(mark("Only a confirmed place can be handed over."))
    rules.check_not_over(enrolment.offering)
    if has_begun(enrolment.offering):
        raise RuleViolation(
            mark("The course has begun; its places cannot be handed over any more.")
        )
    waiting = pending_substitute(enrolment.id)
    if waiting is not None:
        raise RuleViolation(
            mark("%(name)s is named as the substitute already and waits for approval."),
            name=waiting.person.full_name,
        )


def _check_substitute(substitute: Person, offering: Offering, actor: Actor) -> None:
    """All that is checked at a request, but not whether enrolment is open.

    What is missing is personal: only whoever administers the substitute's training is told.
    """
    try:
        rules.check_not_enrolled(substitute, offering, asked_by=actor.person_id)
        rules.check_may_take_part(substitute, offering, asked_by=actor.person_id)
    except RuleViolation:
        if can_act_for(actor, substitute.id):
            raise
        raise RuleViolation(
            mark(
                "%(name)s cannot take over this place. Name somebody else, or ask HR:"
                " they can see what stands in the way."
            ),
            name=substitute.full_name,
        ) from None


def _ask(enrolment: Enrolment, substitute: Person, stage: ApprovalStage, actor: Actor) -> Enrolment:
    request = transitions.begin(
        enrolment.offering,
        substitute.id,
        Action.REQUEST,
        actor_id=actor.person_id,
        substitute_for=enrolment,
    )
    substitute_messages.named(request, enrolment.person)
    decisions.await_decision(request, stage, tell_person=False)
    return request
