"""Interest in courses without dates, and what managers need."""

from datetime import timedelta

import pytest

from tests.cast import Cast, a_course, an_enrolment, an_offering
from tests.enrolment.acting import as_actor
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.models import Course
from trainingtracker.needs import interest, stating
from trainingtracker.needs.demand import DemandFilter, by_course, demand
from trainingtracker.needs.quarters import Quarter, to_choose_from
from trainingtracker.needs.stating import Stated
from trainingtracker.organisation.tree import UnitTree
from trainingtracker.vocabulary import CourseStatus, Status


@pytest.fixture
def dateless(cast: Cast) -> Course:
    return a_course("PL-A1", "Polnisch für den Anfang", "Polish for beginners")


def number(course: Course) -> int:
    return len(interest.interested(course.id))


def this_quarter() -> Quarter:
    return Quarter.of(clock.today())


def test_interest_is_noted_once_and_withdrawn(cast: Cast, dateless: Course) -> None:
    for _click in range(2):
        interest.note_interest(dateless.id, cast.employee.id)
    interest.note_interest(dateless.id, cast.colleague.id)
    assert interest.list_of(dateless.id, cast.employee.id) == interest.InterestList(2, mine=True)
    assert [each.person for each in interest.interested(dateless.id)] == [
        cast.employee,
        cast.colleague,
    ]
    interest.withdraw_interest(dateless.id, cast.employee.id)
    interest.withdraw_interest(dateless.id, cast.employee.id)
    assert number(dateless) == 1
    assert not interest.list_of(dateless.id, cast.employee.id).mine


def test_a_course_with_dates_has_no_interest_list(cast: Cast) -> None:
    with pytest.raises(RuleViolation, match="There are dates"):
        interest.note_interest(cast.english.id, cast.employee.id)
    with pytest.raises(RuleViolation, match="not in the catalogue"):
        interest.note_interest(cast.draft.id, cast.employee.id)


def test_an_enrolment_meets_the_interest_and_its_end_without_a_place_does_not(
    frozen: FrozenClock, cast: Cast, dateless: Course
) -> None:
    interest.note_interest(dateless.id, cast.employee.id)
    frozen.move_to(clock.now() + timedelta(days=1))
    enrolment = an_enrolment(cast.employee, an_offering(dateless), Status.REQUESTED)
    assert number(dateless) == 0
    enrolment.status = Status.DECLINED
    assert number(dateless) == 1


def test_whoever_has_left_is_on_no_list(cast: Cast, dateless: Course) -> None:
    interest.note_interest(dateless.id, cast.employee.id)
    cast.employee.exit = clock.today() - timedelta(days=1)
    assert interest.interested(dateless.id) == []


def test_quarters_have_their_names_and_follow_each_other() -> None:
    quarter = Quarter.of(clock.at(clock.today()).date().replace(year=2026, month=11, day=30))
    assert quarter.in_language("de") == "4. Quartal 2026"
    assert quarter.following.in_language("en") == "Q1 2027"
    quarters = to_choose_from(clock.today())
    assert len(quarters) == 8
    assert quarters == sorted(set(quarters))


def test_a_manager_states_what_their_unit_needs(cast: Cast, dateless: Course) -> None:
    manager = as_actor(cast.manager)
    stated = Stated(dateless.id, cast.unit_1523.id, this_quarter(), 3, " Städtepartnerschaft ")
    need = stating.state_need(stated, manager)
    assert need.note == "Städtepartnerschaft"
    again = stating.state_need(Stated(dateless.id, cast.unit_1523.id, this_quarter(), 5), manager)
    assert (again.id, again.number) == (need.id, 5)
    assert stating.needs_of(as_actor(cast.deputy)) == [need]
    stating.withdraw_need(need.id, manager)
    stating.withdraw_need(need.id, manager)
    assert stating.needs_of(manager) == []


def test_needs_of_other_units_past_quarters_and_empty_numbers_are_refused(
    cast: Cast, dateless: Course
) -> None:
    manager, unit = as_actor(cast.manager), cast.unit_1523.id
    with pytest.raises(NotAllowed):
        stating.state_need(Stated(dateless.id, cast.unit_23.id, this_quarter(), 1), manager)
    past = Quarter(clock.add_months(this_quarter().first, -3))
    with pytest.raises(RuleViolation, match="over"):
        stating.state_need(Stated(dateless.id, unit, past, 1), manager)
    with pytest.raises(RuleViolation, match="from 1 to"):
        stating.state_need(Stated(dateless.id, unit, this_quarter(), 0), manager)
    dateless.status = CourseStatus.ARCHIVED
    with pytest.raises(RuleViolation, match="not in the catalogue"):
        stating.state_need(Stated(dateless.id, unit, this_quarter(), 1), manager)
    need = stating.state_need(
        Stated(cast.english.id, cast.unit_23.id, this_quarter(), 1), as_actor(cast.other_manager)
    )
    with pytest.raises(NotAllowed):
        stating.withdraw_need(need.id, manager)


def test_demand_stands_by_course_unit_and_quarter(cast: Cast, dateless: Course) -> None:
    following = this_quarter().following
    stating.state_need(
        Stated(dateless.id, cast.unit_1523.id, following, 4, "Messe"), as_actor(cast.manager)
    )
    for person in (cast.employee, cast.colleague, cast.outsider):
        interest.note_interest(dateless.id, person.id)
    an_enrolment(cast.employee, cast.english_offering, Status.WAITLISTED)
    tree = UnitTree.load(clock.today())
    found = {
        (row.course.code, row.unit.number if row.unit else "", row.quarter): (
            row.needed,
            row.interested,
            row.waiting,
        )
        for row in demand(DemandFilter(), tree)
    }
    assert cast.english_offering.starts_at is not None
    english = Quarter.of(clock.local_day(cast.english_offering.starts_at))
    assert found == {
        ("PL-A1", "15.23", following): (4, 0, 0),
        ("PL-A1", "15.23", None): (0, 2, 0),
        ("PL-A1", "23", None): (0, 1, 0),
        (cast.english.code, "15.23", english): (0, 0, 1),
    }
    lines = {line.course.code: line for line in by_course(demand(DemandFilter(), tree))}
    polish, waited_for = lines["PL-A1"], lines[cast.english.code]
    assert (polish.needed, polish.interested, polish.waiting, polish.free) == (4, 3, 0, 0)
    assert (waited_for.waiting, waited_for.free) == (1, 10)
    # 15 has 15.23 below it.
    above = demand(DemandFilter(course_id=dateless.id, unit_id=cast.unit_15.id), tree)
    assert [(row.needed, row.interested) for row in above] == [(0, 2), (4, 0)]
    (one,) = demand(DemandFilter(quarter=following), tree)
    assert one.notes == ["Messe"]
