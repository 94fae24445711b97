"""An offering of the example city with places kept for the fire brigade and for trainees.

One trainee has one of them; of the others two have the places that are open to everybody, and one,
of the international office, waits although places are free. HR has placed one more directly.
"""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.catalogue import offerings
from trainingtracker.catalogue.offering_facts import QuotaFacts
from trainingtracker.demo.people import Employee
from trainingtracker.demo.schedule import planned
from trainingtracker.demo.staff import Staff
from trainingtracker.enrolment.operations import request_place
from trainingtracker.enrolment.waiting.offers import place_directly
from trainingtracker.enrolment.waiting.waiting_list import waiting
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Course, StatusGroup
from trainingtracker.vocabulary import Role

_FIRE_BRIGADE = "37"
_PLACES = 6
_DAYS_AHEAD = 72
_REASON = "Begleitet die Delegation aus der Partnerstadt und braucht den Kurs vorher."


def keep(random: Random, people: Staff, units: dict[str, int], course: Course) -> None:
    """Make the offering, a course that nobody has to approve, and let people ask."""
    today = clock.today()
    plan = planned(random, course, today + timedelta(days=_DAYS_AHEAD), _PLACES, 0, people.trainers)
    last_day = plan.span[0] - timedelta(days=15)
    trainees = db.session.scalars(select(StatusGroup.id).where(StatusGroup.key == "trainee")).one()
    facts = replace(
        plan.facts,
        min_places=2,
        trainer_ids=tuple(people.trainers[-1:]),
        quotas=(
            QuotaFacts(2, last_day, unit_id=units[_FIRE_BRIGADE]),
            QuotaFacts(2, last_day, status_group_id=trainees),
        ),
    )
    with clock.frozen(clock.now() - timedelta(days=20)):
        db.session.info["actor"] = people.by_login["hr"]
        made = offerings.create(facts)
        offerings.publish(made.id)
    known = {*people.by_login.values(), *people.trainers}
    free = [e for e in people.employees if e.id not in known and e.employed(*plan.span)]
    others = [e for e in free if not e.trainee and not e.unit.startswith(_FIRE_BRIGADE)]
    _ask(made.id, others, 2, today - timedelta(days=12))
    _ask(made.id, [e for e in free if e.trainee], 1, today - timedelta(days=8))
    waiter = [e for e in people.employees if e.id == people.by_login["international"]]
    _ask(made.id, waiter, 1, today - timedelta(days=5))
    _ask(made.id, others, 1, today - timedelta(days=4))
    _place_the_last(made.id, people.by_login["hr"], today - timedelta(days=3))


def _ask(offering_id: int, employees: list[Employee], number: int, day: date) -> None:
    """So many of them ask for a place, the first ones who can."""
    for employee in employees:
        if not number:
            return
        with clock.frozen(clock.at(day) + timedelta(hours=9 + number)):
            db.session.info["actor"] = employee.id
            try:
                request_place(offering_id, employee.id, Actor(employee.id))
            except RuleViolation:
                continue
        number -= 1


def _place_the_last(offering_id: int, hr_id: int, day: date) -> None:
    """HR gives whoever waits last a place directly, past the one ahead."""
    *ahead, last = waiting(offering_id)
    if ahead:
        with clock.frozen(clock.at(day) + timedelta(hours=14)):
            db.session.info["actor"] = hr_id
            place_directly(last.id, Actor(hr_id, {Role.HR: None}), _REASON)
