"""The verbs before the course: request a place, approve, decline, withdraw.

Each locks, checks the rules, moves the state and queues the messages, all in the transaction of
the caller, who commits.
"""

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.permissions import can_act_for
from trainingtracker.enrolment import early, places, rules, transitions
from trainingtracker.enrolment.approval import decisions
from trainingtracker.enrolment.approval.decisions import check_undecided
from trainingtracker.enrolment.approval.interest import Interest, checked
from trainingtracker.enrolment.changes import substitutes, unused_places
from trainingtracker.enrolment.locking import lock_enrolment, lock_offering
from trainingtracker.enrolment.rounds import collecting
from trainingtracker.enrolment.rules import has_begun, is_late
from trainingtracker.enrolment.waiting.waiting_list import (
    fill_after_leaving,
    fill_places,
    is_open_to,
)
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering, Person
from trainingtracker.notify import messages
from trainingtracker.text import mark
from trainingtracker.vocabulary import (
    Action,
    ApprovalStage,
    Decision,
    Status,
    Unused,
    WithdrawalReason,
)


def request_place(
    offering_id: int, person_id: int, actor: Actor, *, nominated: bool = False
) -> Enrolment:
    """Ask for a place: requested where approval is needed, else confirmed or on the waiting list.

    A round collects requests; whether the prerequisites are met is said by its proposal.

    People ask for themselves; HR and the unit's coordinator for others, HR also outside the
    enrolment period. Whoever is `nominated` is asked for by their manager, who decides at once
    (nominations.py).
    """
    if not nominated and not can_act_for(actor, person_id):
        raise NotAllowed(mark("You can ask for a place for yourself only."))
    offering = lock_offering(offering_id, {person_id})
    person = _person(person_id)
    course = rules.course_with_conditions(offering)
    rules.check_not_over(offering)
    if person_id == actor.person_id or not actor.is_hr:
        rules.check_enrolment_open(offering, early=early.is_open_for(person_id, offering))
    rules.check_not_enrolled(person, offering, asked_by=actor.person_id)
    rules.check_may_take_part(
        person, offering, asked_by=actor.person_id, prepared=not offering.in_round
    )
    if offering.in_round:
        return _into_round(offering, person, actor, tell=not nominated)
    stage = decisions.first_stage(course)
    if stage is not None:
        enrolment = transitions.begin(offering, person_id, Action.REQUEST, actor_id=actor.person_id)
        decisions.await_decision(enrolment, stage, tell=not nominated)
        return enrolment
    action = _grant_or_queue(offering, person_id)
    enrolment = transitions.begin(offering, person_id, action, actor_id=actor.person_id)
    _tell_outcome(enrolment)
    return enrolment


def approve(
    enrolment_id: int,
    actor: Actor,
    interest: Interest | None = None,
    *,
    seen: ApprovalStage | None = None,
) -> Enrolment:
    """Approve a request; a place is granted while one is free, else the person waits.

    A substitute takes over the place of whoever has named them.
    Where the course asks for HR's approval as well, the request then waits for that. `interest` is
    needed where the course asks for it. In a round the approval is recorded, and the round decides.
    `seen` is the stage at which the actor saw the request.
    """
    enrolment = lock_enrolment(enrolment_id)
    ground = decisions.ground(enrolment, actor)
    check_undecided(enrolment, seen)
    rules.check_not_over(enrolment.offering)
    rules.check_employed(enrolment.person, enrolment.offering)
    rules.check_no_overlap(enrolment.person, enrolment.offering)
    stated = checked(enrolment.offering.course, interest)
    decisions.record(enrolment, Decision.APPROVED, actor, ground, interest=stated)
    if decisions.pass_on(enrolment) or enrolment.offering.in_round:
        return enrolment
    if (replaced := substitutes.place_kept_for(enrolment)) is not None:
        substitutes.pass_on(replaced, enrolment, actor.person_id)
        return enrolment
    action = _grant_or_queue(enrolment.offering, enrolment.person_id)
    transitions.move(enrolment, action, actor_id=actor.person_id)
    _tell_outcome(enrolment, approved=True)
    return enrolment


def decline(
    enrolment_id: int, actor: Actor, reason: str, *, seen: ApprovalStage | None = None
) -> Enrolment:
    """Decline a request, with a reason that the person reads."""
    reason = reason.strip()
    if not reason:
        raise RuleViolation(
            mark("Please give a reason: the person will read it and can plan with it.")
        )
    enrolment = lock_enrolment(enrolment_id)
    ground = decisions.ground(enrolment, actor)
    check_undecided(enrolment, seen)
    decisions.record(enrolment, Decision.DECLINED, actor, ground, reason=reason)
    transitions.move(enrolment, Action.DECLINE, actor_id=actor.person_id, reason=reason)
    messages.declined(enrolment, reason)
    substitutes.fell_through(enrolment)
    return enrolment


def withdraw(enrolment_id: int, actor: Actor, reason: WithdrawalReason | None = None) -> Enrolment:
    """Withdraw an enrolment; a place that becomes free goes to the waiting list at once.

    A confirmed place is given back late after the withdrawal deadline, which takes a reason from
    the pick-list; if nobody takes it, its cost is charged to the unit. Once the offering has begun
    only HR withdraws.
    """
    enrolment = lock_enrolment(enrolment_id, with_waits=True)
    if not can_act_for(actor, enrolment.person_id):
        raise NotAllowed(mark("You can withdraw your own enrolments only."))
    offering = enrolment.offering
    confirmed = enrolment.status is Status.CONFIRMED
    if confirmed and not actor.is_hr and has_begun(offering):
        raise RuleViolation(
            mark("The course has begun. If you cannot go on, please tell HR; they will enter it.")
        )
    late = confirmed and is_late(enrolment)
    if late and reason is None and offering.withdrawal_deadline is not None:
        raise RuleViolation(
            mark(
                "The withdrawal deadline was %(deadline)s."
                " Withdrawing now takes a reason: choose the one that fits best."
            ),
            deadline=clock.last_day(offering.withdrawal_deadline),
        )
    if late:
        unused_places.charge(enrolment, Unused.WITHDRAWN_LATE)
    transitions.move(
        enrolment,
        Action.WITHDRAW,
        actor_id=actor.person_id,
        reason=reason.value if reason else "",
        late=late,
    )
    by_other = actor.person_id != enrolment.person_id
    messages.withdrawn(enrolment, by=_person(actor.person_id) if by_other else None)
    substitutes.fell_through(enrolment)
    fill_after_leaving(offering, {enrolment.person_id})
    return enrolment


def _into_round(offering: Offering, person: Person, actor: Actor, *, tell: bool) -> Enrolment:
    enrolment = collecting.collect(offering, person.id, actor.person_id)
    stage = decisions.first_stage(offering.course)
    if stage is not None:
        decisions.await_decision(enrolment, stage, tell=tell)
    return enrolment


def _person(person_id: int) -> Person:
    person = db.session.get(Person, person_id)
    if person is None:
        raise RuleViolation(mark("This person does not exist any more."))
    return person


def _grant_or_queue(offering: Offering, person_id: int) -> Action:
    """A place that is open to the person and that no waiter can take; else the waiting list."""
    if not places.free(offering):
        return Action.QUEUE
    fill_places(offering)
    return Action.GRANT if is_open_to(offering, person_id) else Action.QUEUE


def _tell_outcome(enrolment: Enrolment, *, approved: bool = False) -> None:
    if enrolment.status is Status.CONFIRMED:
        messages.confirmed(enrolment, approved=approved)
    else:
        messages.queued(enrolment, approved=approved)
