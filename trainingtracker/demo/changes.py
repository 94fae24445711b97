"""Changes after the fact in the example city, through the real operations.

One date is cancelled and everybody carried over to another one, where somebody has handed a place
over since; one is below its minimum and to be decided today; a substitute waits for approval.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice
from random import Random

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.catalogue import offerings
from trainingtracker.demo.people import Employee
from trainingtracker.demo.schedule import planned
from trainingtracker.demo.staff import Staff
from trainingtracker.enrolment.changes.cancellation import cancel_offering
from trainingtracker.enrolment.changes.hand_over import hand_over
from trainingtracker.enrolment.operations import request_place
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Course, Enrolment, Offering
from trainingtracker.vocabulary import Role, Status

_PLACES = 4
_WHY = (
    "Die Kursleitung ist an diesem Termin verhindert. Wir bieten den Kurs drei Wochen später noch"
    " einmal an und nehmen Sie der Reihe nach mit."
)


def make(random: Random, people: Staff, course: Course) -> None:
    """All of it, of a course that nobody has to approve."""
    today, hr = clock.today(), Actor(people.by_login["hr"], {Role.HR: None})
    known = {*people.by_login.values(), *people.trainers}
    free = iter([e for e in people.employees if e.id not in known and not e.trainee])
    first = _offering(random, people, course, today + timedelta(days=55))
    later = _offering(random, people, course, today + timedelta(days=76), places=_PLACES + 1)
    small = _offering(random, people, course, today + timedelta(days=18), decide_on=today)
    _ask(first, free, _PLACES + 2)
    _ask(small, free, 2)
    with clock.frozen(_hours(today - timedelta(days=3))):
        db.session.info["actor"] = hr.person_id
        cancel_offering(first.id, hr, _WHY, carry_to=later.id)
    with clock.frozen(_hours(today - timedelta(days=1))):
        _hand_over(_confirmed(later.id), free)
        _hand_over(_to_be_approved(known), free)
    db.session.info["actor"] = None


def _offering(
    random: Random,
    people: Staff,
    course: Course,
    first: date,
    *,
    places: int = _PLACES,
    decide_on: date | None = None,
) -> Offering:
    plan = planned(random, course, first, places, 0, people.trainers[-1:])
    facts = replace(plan.facts, min_places=3, decide_on=decide_on)
    with clock.frozen(clock.now() - timedelta(days=25)):
        db.session.info["actor"] = people.by_login["hr"]
        made = offerings.create(facts)
        return offerings.publish(made.id)


def _ask(offering: Offering, free: Iterator[Employee], number: int) -> None:
    """So many of them ask for a place one after the other, the first ones who can."""
    day = clock.today() - timedelta(days=20)
    for employee in free:
        with clock.frozen(_hours(day) + timedelta(minutes=60 - number)):
            db.session.info["actor"] = employee.id
            try:
                request_place(offering.id, employee.id, Actor(employee.id))
            except RuleViolation:
                continue
        number -= 1
        if not number:
            return


def _hand_over(places: list[Enrolment], free: Iterator[Employee]) -> None:
    """The first of these people hands the place over to the first who can take it."""
    for place in places[:20]:
        for substitute in islice(free, 5):
            db.session.info["actor"] = place.person_id
            try:
                hand_over(place.id, substitute.id, Actor(place.person_id))
            except RuleViolation:
                continue
            return


def _confirmed(offering_id: int) -> list[Enrolment]:
    return list(
        db.session.scalars(
            select(Enrolment)
            .where(Enrolment.offering_id == offering_id, Enrolment.status == Status.CONFIRMED)
            .order_by(Enrolment.id)
        )
    )


def _to_be_approved(known: set[int]) -> list[Enrolment]:
    """Places in courses to come that need approval, of nobody behind an account."""
    return list(
        db.session.scalars(
            select(Enrolment)
            .join(Offering, Offering.id == Enrolment.offering_id)
            .join(Course, Course.id == Offering.course_id)
            .where(
                Enrolment.status == Status.CONFIRMED,
                Enrolment.person_id.not_in(known),
                Offering.starts_at > clock.now() + timedelta(days=10),
                Course.needs_approval,
            )
            .order_by(Offering.starts_at, Enrolment.id)
        )
    )


def _hours(day: date) -> datetime:
    return clock.at(day) + timedelta(hours=10)
