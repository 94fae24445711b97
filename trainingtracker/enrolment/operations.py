"""The verbs before the course: request a place, approve, decline, withdraw.

Each locks, checks the rules, moves the state and queues the messages, all in the transaction of
the caller, who commits.
"""

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.permissions import Mandate, can_act_for, mandate
from trainingtracker.enrolment import early, places, rules, transitions
from trainingtracker.enrolment.locking import lock_enrolment, lock_offering
from trainingtracker.enrolment.waiting_list import fill_after_leaving, fill_places, next_in_line
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Approval, Enrolment, Offering, Person
from trainingtracker.notify import messages
from trainingtracker.organisation.leadership import LeadershipMap, unit_of
from trainingtracker.text import mark
from trainingtracker.vocabulary import Action, Decision, Status, WithdrawalReason


def request_place(offering_id: int, person_id: int, actor: Actor) -> Enrolment:
    """Ask for a place: requested where approval is needed, else confirmed or on the waiting list.

    People ask for themselves; HR and the unit's coordinator for others, HR also outside the
    enrolment period.
    """
    if not can_act_for(actor, person_id):
        raise NotAllowed(mark("You can ask for a place for yourself only."))
    offering = lock_offering(offering_id, {person_id})
    person = _person(person_id)
    rules.check_not_over(offering)
    if person_id == actor.person_id or not actor.is_hr:
        rules.check_enrolment_open(offering, early=early.is_open_for(person_id, offering))
    rules.check_employed(person, offering)
    rules.check_not_enrolled(person, offering, asked_by=actor.person_id)
    rules.check_audience(person, offering)
    rules.check_placement(person, offering, asked_by=actor.person_id)
    rules.check_prerequisites(person, offering, asked_by=actor.person_id)
    rules.check_no_overlap(person, offering)
    if offering.course.needs_approval:
        enrolment = transitions.begin(offering, person_id, Action.REQUEST, actor_id=actor.person_id)
        messages.requested(enrolment)
        for decider_id in _deciders(person_id):
            messages.approval_needed(enrolment, _person(decider_id))
        return enrolment
    action = _grant_or_queue(offering, person_id)
    enrolment = transitions.begin(offering, person_id, action, actor_id=actor.person_id)
    _tell_outcome(enrolment)
    return enrolment


def approve(enrolment_id: int, actor: Actor) -> Enrolment:
    """Approve a request; a place is granted while one is free, else the person waits."""
    enrolment = lock_enrolment(enrolment_id)
    ground = _mandate(enrolment, actor)
    check_undecided(enrolment)
    rules.check_not_over(enrolment.offering)
    rules.check_employed(enrolment.person, enrolment.offering)
    rules.check_no_overlap(enrolment.person, enrolment.offering)
    _record(enrolment, Decision.APPROVED, actor, ground)
    action = _grant_or_queue(enrolment.offering, enrolment.person_id)
    transitions.move(enrolment, action, actor_id=actor.person_id)
    _tell_outcome(enrolment, approved=True)
    return enrolment


def decline(enrolment_id: int, actor: Actor, reason: str) -> Enrolment:
    """Decline a request, with a reason that the person reads."""
    reason = reason.strip()
    if not reason:
        raise RuleViolation(
            mark("Please give a reason: the person will read it and can plan with it.")
        )
    enrolment = lock_enrolment(enrolment_id)
    ground = _mandate(enrolment, actor)
    check_undecided(enrolment)
    _record(enrolment, Decision.DECLINED, actor, ground, reason)
    transitions.move(enrolment, Action.DECLINE, actor_id=actor.person_id, reason=reason)
    messages.declined(enrolment, reason)
    return enrolment


def withdraw(enrolment_id: int, actor: Actor, reason: WithdrawalReason | None = None) -> Enrolment:
    """Withdraw an enrolment; a place that becomes free goes to the waiting list at once.

    A confirmed place is given back late after the withdrawal deadline, which takes a reason from
    the pick-list. Once the offering has begun only HR withdraws.
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
    late = confirmed and is_late(offering)
    if late and reason is None and offering.withdrawal_deadline is not None:
        raise RuleViolation(
            mark(
                "The withdrawal deadline was %(deadline)s."
                " Withdrawing now takes a reason: choose the one that fits best."
            ),
            deadline=clock.last_day(offering.withdrawal_deadline),
        )
    transitions.move(
        enrolment,
        Action.WITHDRAW,
        actor_id=actor.person_id,
        reason=reason.value if reason else "",
        late=late,
    )
    by_other = actor.person_id != enrolment.person_id
    messages.withdrawn(enrolment, by=_person(actor.person_id) if by_other else None)
    fill_after_leaving(offering, {enrolment.person_id})
    return enrolment


def is_late(offering: Offering) -> bool:
    """Whether the withdrawal deadline has passed."""
    deadline = offering.withdrawal_deadline
    return deadline is not None and clock.now() > deadline


def has_begun(offering: Offering) -> bool:
    """Whether the first meeting has begun."""
    return offering.starts_at is not None and offering.starts_at <= clock.now()


def _person(person_id: int) -> Person:
    person = db.session.get(Person, person_id)
    if person is None:
        raise RuleViolation(mark("This person does not exist any more."))
    return person


def _deciders(person_id: int) -> tuple[int, ...]:
    today = clock.today()
    return LeadershipMap.load(today).deciders(person_id, unit_of(person_id, today)).all


def _mandate(enrolment: Enrolment, actor: Actor) -> Mandate:
    if actor.person_id == enrolment.person_id:
        raise NotAllowed(
            mark("Nobody decides on their own request: it goes to the next manager above you.")
        )
    ground = mandate(actor, enrolment.person_id, LeadershipMap.load(clock.today()))
    if ground is None:
        raise NotAllowed(
            mark("The manager of the person's unit decides on this request, or the next one above.")
        )
    return ground


def check_undecided(enrolment: Enrolment) -> None:
    """Refuse what somebody else has decided, or the person withdrawn, in the meantime."""
    if enrolment.status is not Status.REQUESTED:
        raise RuleViolation(
            mark(
                "This request has been decided or withdrawn in the meantime."
                " Reload the page to see what has happened."
            )
        )


def _record(
    enrolment: Enrolment, decision: Decision, actor: Actor, ground: Mandate, reason: str = ""
) -> None:
    enrolment.decided_at = clock.now()
    db.session.add(
        Approval(
            enrolment_id=enrolment.id,
            decision=decision,
            decided_by_id=actor.person_id,
            in_place_of_id=ground.in_place_of_id,
            reason=reason,
        )
    )


def _grant_or_queue(offering: Offering, person_id: int) -> Action:
    """A place that is open to the person and that no waiter can take; else the waiting list."""
    fill_places(offering)
    free = places.open_to(offering, person_id) and next_in_line(offering) is None
    return Action.GRANT if free else Action.QUEUE


def _tell_outcome(enrolment: Enrolment, *, approved: bool = False) -> None:
    if enrolment.status is Status.CONFIRMED:
        messages.confirmed(enrolment, approved=approved)
    else:
        messages.queued(enrolment, approved=approved)
