"""Placement tests: asked for, entered, corrected, given up; groups formed by level."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.cast import Cast, a_course, a_holding, an_offering, competence_at
from tests.enrolment.acting import as_actor, mails_to
from tests.enrolment.test_races import all_at_once
from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.enrolment.grouping import placement
from trainingtracker.enrolment.grouping.group_forming import form_group, preview, without_group
from trainingtracker.enrolment.operations import request_place, withdraw
from trainingtracker.enrolment.queries import placements
from trainingtracker.errors import NotAllowed, RuleViolation, StaleVersion
from trainingtracker.extensions import db
from trainingtracker.models import Course, Holding, Offering, Person, Placement
from trainingtracker.text import Message
from trainingtracker.vocabulary import Evidence, PlacementStatus, Status


@pytest.fixture
def french(cast: Cast) -> Course:
    """A beginners' course of French that starts with a test."""
    course = a_course("T-F1", "Französisch", gives=("fra", "A1"), needs_approval=False)
    course.placement_competence_id = competence_at("fra", "A1")[0].id
    db.session.flush()
    return course


@pytest.fixture
def further(cast: Cast) -> Course:
    """French B1 for those who have A2."""
    return a_course(
        "T-F2", "Französisch B1", gives=("fra", "B1"), requires=("fra", "A2"), needs_approval=False
    )


def examined(cast: Cast, course: Course, person: Person, level: str | None) -> Placement:
    found = placement.ask(course.id, person.id, as_actor(person))
    level_id = competence_at("fra", level)[1].id if level else None
    return placement.enter_result(
        found.id, level_id, clock.today(), found.version, as_actor(cast.hr)
    )


def ask(offering: Offering, person: Person) -> Status:
    return request_place(offering.id, person.id, as_actor(person)).status


def test_without_a_level_the_test_comes_first(cast: Cast, french: Course) -> None:
    offering = an_offering(french)
    with pytest.raises(RuleViolation, match="begins with a placement test"):
        ask(offering, cast.employee)
    placement.ask(french.id, cast.employee.id, as_actor(cast.employee))
    with pytest.raises(RuleViolation, match="begins with a placement test"):
        ask(offering, cast.employee)
    examined(cast, french, cast.employee, None)
    assert ask(offering, cast.employee) is Status.CONFIRMED


def test_a_level_on_record_is_enough_but_not_a_declared_one(cast: Cast, french: Course) -> None:
    offering = an_offering(french)
    a_holding(cast.employee, "fra", "A1", evidence=Evidence.SELF_ASSESSMENT)
    with pytest.raises(RuleViolation, match="begins with a placement test"):
        ask(offering, cast.employee)
    a_holding(cast.employee, "fra", "A1", evidence=Evidence.COURSE)
    assert ask(offering, cast.employee) is Status.CONFIRMED


def test_the_result_is_a_holding_that_opens_the_course_of_that_level(
    cast: Cast, french: Course, further: Course
) -> None:
    offering = an_offering(further)
    with pytest.raises(RuleViolation, match="prerequisite"):
        ask(offering, cast.employee)
    found = examined(cast, french, cast.employee, "A2")
    held = db.session.get_one(Holding, found.holding_id)
    assert (held.evidence, held.confirmed_by_id) == (Evidence.PLACEMENT_TEST, cast.hr.id)
    assert mails_to(cast.employee) == ["placement_result"]
    assert placements.suiting(found) == [further]
    assert ask(offering, cast.employee) is Status.CONFIRMED


def test_a_correction_takes_the_first_level_back(cast: Cast, french: Course) -> None:
    found = examined(cast, french, cast.employee, "B1")
    first = found.holding_id
    again = competence_at("fra", "A1")[1].id
    with pytest.raises(StaleVersion):
        placement.enter_result(found.id, again, clock.today(), 1, as_actor(cast.hr))
    placement.enter_result(found.id, again, clock.today(), found.version, as_actor(cast.hr))
    assert db.session.get_one(Holding, first).superseded_at is not None
    valid = db.session.scalars(
        select(Holding.level_id).where(
            Holding.person_id == cast.employee.id, Holding.valid(clock.today())
        )
    ).all()
    assert valid == [again]


def test_the_same_result_twice_is_entered_once(cast: Cast, french: Course) -> None:
    found = examined(cast, french, cast.employee, "A2")
    version, level_id = found.version, found.level_id
    placement.enter_result(found.id, level_id, clock.today(), 1, as_actor(cast.hr))
    assert found.version == version
    assert mails_to(cast.employee) == ["placement_result"]


def test_who_enters_a_result(cast: Cast, french: Course) -> None:
    found = placement.ask(french.id, cast.employee.id, as_actor(cast.employee))
    own = placement.ask(french.id, cast.hr.id, as_actor(cast.hr))
    for test, actor in [(found, cast.trainer), (found, cast.employee), (own, cast.hr)]:
        with pytest.raises(NotAllowed):
            placement.enter_result(test.id, None, clock.today(), 1, as_actor(actor))
        assert test not in placements.to_enter(as_actor(actor))
    an_offering(french, trainer=cast.trainer)
    assert placements.to_enter(as_actor(cast.trainer)) == [found, own]
    placement.enter_result(own.id, None, clock.today(), 1, as_actor(cast.trainer))
    assert own.status is PlacementStatus.ENTERED


def test_whoever_does_the_persons_administration_asks_for_them(cast: Cast, french: Course) -> None:
    found = placement.ask(french.id, cast.without_email.id, as_actor(cast.coordinator))
    assert placement.ask(french.id, cast.without_email.id, as_actor(cast.hr)) is found
    assert mails_to(cast.without_email) == ["placement_asked"]


def test_what_cannot_be_is_refused(cast: Cast, french: Course) -> None:
    found = placement.ask(french.id, cast.employee.id, as_actor(cast.employee))
    hr, today = as_actor(cast.hr), clock.today()
    with pytest.raises(RuleViolation, match="not in the future"):
        placement.enter_result(found.id, None, today + timedelta(days=1), 1, hr)
    other = competence_at("eu:call_search", "1")[1].id
    with pytest.raises(RuleViolation, match="level of the scale"):
        placement.enter_result(found.id, other, today, 1, hr)
    with pytest.raises(RuleViolation, match="no placement test"):
        placement.ask(cast.english.id, cast.employee.id, as_actor(cast.employee))
    with pytest.raises(NotAllowed):
        placement.ask(french.id, cast.employee.id, as_actor(cast.outsider))
    placement.give_up(found.id, as_actor(cast.employee))
    with pytest.raises(RuleViolation, match="given up"):
        placement.enter_result(found.id, None, today, found.version, hr)
    assert placement.ask(french.id, cast.employee.id, as_actor(cast.employee)).id != found.id


def test_a_group_gets_places_in_the_order_of_asking_in_a_date_that_suits(
    cast: Cast, french: Course, further: Course
) -> None:
    people = [cast.employee, cast.outsider, cast.colleague]
    tests = [examined(cast, french, person, "A2") for person in people]
    beginner = examined(cast, french, cast.manager, None)
    offering = an_offering(further, places=2)
    (lowest, group) = placements.groups()
    assert (lowest.level, [p.id for p in lowest.placements]) == (None, [beginner.id])
    assert [p.id for p in group.placements] == [test.id for test in tests]
    assert [date.offering for date in group.dates] == [offering]
    chosen = [*(test.id for test in tests), beginner.id]
    seen = preview(offering.id, chosen, as_actor(cast.hr))
    assert without_group() == [*tests, beginner]
    assert seen.possible == 3
    assert [told.name for told in seen.told] == [person.full_name for person in people]
    placed = form_group(offering.id, reversed(chosen), as_actor(cast.hr))
    assert [(each.name, each.position) for each in placed] == [
        (each.name, each.position) for each in seen.outcomes
    ]
    assert [(each.status, each.position) for each in placed[:3]] == [
        (Status.CONFIRMED, None),
        (Status.CONFIRMED, None),
        (Status.WAITLISTED, 1),
    ]
    assert placed[3].refusal == Message("The course does not suit the level.")
    assert without_group() == [beginner]
    assert form_group(offering.id, [tests[0].id], as_actor(cast.hr)) == []
    with pytest.raises(RuleViolation, match="at least one"):
        form_group(offering.id, [], as_actor(cast.hr))
    with pytest.raises(NotAllowed):
        form_group(offering.id, [beginner.id], as_actor(cast.employee))


def test_whoever_withdraws_waits_for_a_group_again(
    cast: Cast, french: Course, further: Course
) -> None:
    test = examined(cast, french, cast.employee, "A2")
    enrolment = request_place(an_offering(further).id, cast.employee.id, as_actor(cast.employee))
    assert without_group() == []
    withdraw(enrolment.id, as_actor(cast.employee))
    assert without_group() == [test]
    placement.give_up(test.id, as_actor(cast.hr))
    assert without_group() == []


def test_who_asks_twice_at_once_has_one_test(app: Flask, cast: Cast, french: Course) -> None:
    person_id, course_id = cast.employee.id, french.id
    db.session.commit()
    asking = [lambda: placement.ask(course_id, person_id, Actor(person_id))] * 4
    assert all_at_once(app, asking) == [None] * 4
    assert len(db.session.scalars(select(Placement)).all()) == 1
