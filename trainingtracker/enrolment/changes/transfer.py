"""Changing to another date of the same course, while a place is free there."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.permissions import can_act_for
from trainingtracker.catalogue import availability
from trainingtracker.catalogue.availability import Availability
from trainingtracker.enrolment import places, rules, transitions
from trainingtracker.enrolment.changes import unused_places
from trainingtracker.enrolment.locking import lock_offerings
from trainingtracker.enrolment.waiting.waiting_list import (
    fill_after_leaving,
    fill_places,
    is_open_to,
)
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering, Person
from trainingtracker.notify import change_messages
from trainingtracker.organisation.leadership import LeadershipMap, unit_of
from trainingtracker.organisation.people import persons
from trainingtracker.text import Message, mark
from trainingtracker.vocabulary import Action, OfferingStatus, Status, Unused


@dataclass(frozen=True)
class OtherDate:
    """Another date of the course; `refusal` says why nobody can change to it."""

    offering: Offering
    places: Availability
    refusal: Message | None


def transfer(enrolment_id: int, offering_id: int, actor: Actor) -> Enrolment:
    """Give a confirmed place back and take a free one on another date, or change nothing.

    People change by themselves until the withdrawal deadline, HR until the course begins. The
    approval counts for the other date, whose waiting list goes first. The old place goes to its
    own waiting list at once; returns the enrolment on the other date.
    """
    enrolment = _locked(enrolment_id, offering_id)
    if not can_act_for(actor, enrolment.person_id):
        raise NotAllowed(mark("You can change the date of your own enrolments only."))
    left, person = enrolment.offering, enrolment.person
    check_may_leave(enrolment, by_hr=actor.is_hr)
    target = db.session.get_one(Offering, offering_id)
    _check_date(left, target, by_hr=actor.is_hr)
    rules.check_not_enrolled(person, target, asked_by=actor.person_id)
    rules.check_may_take_part(person, target, asked_by=actor.person_id, besides=left.id)
    fill_places(target)
    if not is_open_to(target, person.id):
        raise RuleViolation(
            mark("No place is free on that date any more. Choose another one, or keep your place.")
        )
    late = rules.is_late(enrolment)
    if late:
        unused_places.charge(enrolment, Unused.WITHDRAWN_LATE)
    transitions.move(enrolment, Action.TRANSFER, actor_id=actor.person_id, late=late)
    found = transitions.begin(
        target,
        person.id,
        Action.GRANT,
        actor_id=actor.person_id,
        transferred_from=enrolment,
    )
    change_messages.transferred(found)
    if target.course.needs_approval:
        for decider in _deciders(person.id):
            change_messages.transferred_for_decider(found, decider, left)
    fill_after_leaving(left, {person.id})
    return found


def _deciders(person_id: int) -> list[Person]:
    today = clock.today()
    leaders = LeadershipMap.above(person_id, today).deciders(person_id, unit_of(person_id, today))
    return persons(leaders.all)


def check_may_leave(enrolment: Enrolment, *, by_hr: bool) -> None:
    """The place is confirmed, the course has not begun, and the withdrawal deadline is ahead."""
    offering = enrolment.offering
    if enrolment.status is not Status.CONFIRMED:
        raise RuleViolation(mark("Only whoever has a confirmed place can change to another date."))
    rules.check_not_over(offering)
    if rules.has_begun(offering):
        raise RuleViolation(mark("The course has begun; the date cannot be changed any more."))
    if not by_hr and rules.is_late(enrolment) and offering.withdrawal_deadline is not None:
        raise RuleViolation(
            mark("You could change the date yourself until %(deadline)s. Please ask HR now."),
            deadline=clock.last_day(offering.withdrawal_deadline),
        )


def other_dates(enrolment: Enrolment, *, by_hr: bool) -> list[OtherDate]:
    """The dates of the course to come, the earliest first; a constant number of queries."""
    found = db.session.scalars(
        select(Offering)
        .where(
            Offering.course_id == enrolment.offering.course_id,
            Offering.id != enrolment.offering_id,
            Offering.status == OfferingStatus.PUBLISHED,
            Offering.starts_at > clock.now(),
        )
        .options(selectinload(Offering.meetings))
        .order_by(Offering.starts_at, Offering.id)
    ).all()
    counted = availability.of_offerings(offering.id for offering in found)
    kept = places.openings(found, [enrolment.person_id])
    dates = []
    for offering in found:
        refusal = _refusal(enrolment.offering, offering, by_hr=by_hr)
        opening = kept.get(offering.id)
        if counted[offering.id].fully_booked:
            refusal = refusal or Message(mark("Fully booked"))
        elif opening is not None and not opening.open_to(enrolment.person_id):
            refusal = refusal or Message(mark("The free places are kept for others."))
        dates.append(OtherDate(offering, counted[offering.id], refusal))
    return dates


def _refusal(left: Offering, target: Offering, *, by_hr: bool) -> Message | None:
    try:
        _check_date(left, target, by_hr=by_hr)
    except RuleViolation as violation:
        return Message(violation.message, violation.values)
    return None


def _check_date(left: Offering, target: Offering, *, by_hr: bool) -> None:
    rules.check_other_date(left, target)
    if target.in_round:
        raise RuleViolation(
            mark("The places of this date are given out in a round. Ask for one there.")
        )
    if not by_hr:
        rules.check_enrolment_open(target)


def _locked(enrolment_id: int, offering_id: int) -> Enrolment:
    enrolment = db.session.get(Enrolment, enrolment_id)
    if enrolment is None:
        raise RuleViolation(mark("This enrolment does not exist any more."))
    person_id = enrolment.person_id
    lock_offerings({enrolment.offering_id, offering_id}, {person_id}, with_waits_of={person_id})
    db.session.refresh(enrolment)
    return enrolment
