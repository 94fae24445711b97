"""Courses for some: who may ask, who is refused and why, and what that means for those who wait."""

import pytest

from tests.cast import Cast, a_status_group, an_offering, assigned
from tests.enrolment.acting import as_actor
from trainingtracker import clock
from trainingtracker.enrolment.operations import request_place, withdraw
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.jobs.waiting_lists import move_waiting_lists_on
from trainingtracker.models import Course, CourseAudience, Person
from trainingtracker.vocabulary import Status


def course_for(cast: Cast, *audiences: CourseAudience) -> Course:
    cast.funding.audiences = list(audiences)
    db.session.flush()
    return cast.funding


def may_ask(cast: Cast, person: Person) -> bool:
    offering = an_offering(cast.funding, places=9)
    try:
        request_place(offering.id, person.id, as_actor(cast.hr))
    except RuleViolation:
        return False
    return True


def test_a_unit_includes_what_is_below_it(cast: Cast) -> None:
    course_for(cast, CourseAudience(unit_id=cast.unit_15.id))
    assert may_ask(cast, cast.employee)
    assert not may_ask(cast, cast.outsider)
    assert not may_ask(cast, cast.guest)


def test_managers_are_those_who_lead_or_deputise(cast: Cast) -> None:
    course_for(cast, CourseAudience(managers=True))
    assert may_ask(cast, cast.manager)
    assert may_ask(cast, cast.other_deputy)
    assert not may_ask(cast, cast.employee)


def test_managers_of_a_unit_are_both(cast: Cast) -> None:
    course_for(cast, CourseAudience(unit_id=cast.unit_15.id, managers=True))
    assert may_ask(cast, cast.manager)
    assert not may_ask(cast, cast.employee)
    assert not may_ask(cast, cast.other_manager)


def test_one_of_several_groups_is_enough(cast: Cast) -> None:
    trainees = a_status_group("trainee", cast.outsider)
    course_for(
        cast,
        CourseAudience(unit_id=cast.unit_15.id),
        CourseAudience(status_group_id=trainees.id),
    )
    assert may_ask(cast, cast.employee)
    assert may_ask(cast, cast.outsider)
    assert not may_ask(cast, cast.coordinator)


def test_the_refusal_names_the_groups(cast: Cast) -> None:
    course_for(cast, CourseAudience(unit_id=cast.unit_15.id, managers=True))
    with pytest.raises(RuleViolation) as refused:
        request_place(cast.funding_offering.id, cast.outsider.id, as_actor(cast.outsider))
    groups = refused.value.values["groups"]
    assert groups.in_language("de") == "Führungskräfte von 15 Büro Oberbürgermeister*in"  # type: ignore[attr-defined]
    assert groups.in_language("en") == "managers of 15 Büro Oberbürgermeister*in"  # type: ignore[attr-defined]


def test_a_waiter_who_has_left_the_group_is_passed_over_until_they_are_back(cast: Cast) -> None:
    course_for(cast, CourseAudience(unit_id=cast.unit_15.id), CourseAudience(managers=True))
    offering = an_offering(cast.funding, places=1)
    first = request_place(offering.id, cast.manager.id, as_actor(cast.manager))
    waits = request_place(offering.id, cast.employee.id, as_actor(cast.employee))
    behind = request_place(offering.id, cast.other_manager.id, as_actor(cast.other_manager))
    cast.funding.audiences = [CourseAudience(managers=True)]
    db.session.flush()
    withdraw(first.id, as_actor(cast.manager))
    assert (waits.status, behind.status) == (Status.WAITLISTED, Status.CONFIRMED)
    offering.max_places = 2
    db.session.commit()
    assert move_waiting_lists_on() == 0
    cast.funding.audiences = [CourseAudience(unit_id=cast.unit_23.id)]
    assigned(cast.employee, cast.unit_23, since=clock.today())
    db.session.commit()
    assert move_waiting_lists_on() == 1
    assert waits.status is Status.CONFIRMED
