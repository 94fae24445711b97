"""The counts behind dashboards: the numbers of the report, and what small groups hide of them."""

from datetime import date

import pytest

from tests.cast import Cast, a_person, an_enrolment, assigned
from trainingtracker import clock
from trainingtracker.attainment.groups import ALL
from trainingtracker.attainment.reach import ANY, reach
from trainingtracker.attainment.scope import EVERYONE, Scope
from trainingtracker.attainment.trend import quarter_ends, trend
from trainingtracker.attainment.units import by_unit
from trainingtracker.extensions import db
from trainingtracker.models import Person
from trainingtracker.organisation.tree import UnitTree
from trainingtracker.vocabulary import Status


@pytest.fixture
def city(cast: Cast) -> Cast:
    """Fourteen of 15.23 and six of 23 took part; one of them belongs to both."""
    for number in range(14):
        person = a_person("Person", f"Nummer {number}", cast.unit_1523, account=False)
        offering = cast.english_offering if number % 2 else cast.funding_offering
        an_enrolment(person, offering, Status.COMPLETED, finished_on=clock.today())
        if not number:
            assigned(person, cast.unit_23)
    for number in range(5):
        person = a_person("Person", f"Zahl {number}", cast.unit_23, account=False)
        an_enrolment(person, cast.english_offering, Status.COMPLETED, finished_on=clock.today())
    db.session.flush()
    return cast


def test_the_numbers_are_those_of_the_report(city: Cast) -> None:
    today = clock.today()
    tree = UnitTree.load(today)
    found = reach(today, EVERYONE, tree, 0, 0)
    for topic in (ANY, city.english.topic_id, city.funding.topic_id):
        counted = by_unit(today, EVERYONE, tree, topic if isinstance(topic, int) else None)
        for row in counted.units:
            assert row.unit
            assert found.headcount(row.unit.id) == row.headcount
            assert found.reached(row.unit.id, topic) == row.reached
        assert found.reached(ALL, topic) == counted.total.reached


def test_small_groups_are_hidden_unless_the_reader_sees_them_by_name(city: Cast) -> None:
    today = clock.today()
    tree = UnitTree.load(today)
    nobody = Scope(named=Person.id < 0)
    found = reach(today, nobody, tree, 5, 1)
    # One person alone is between 15 and 15.23.
    assert found.reached(city.unit_15.id) is None
    assert found.reached(city.unit_1523.id) is None
    everybody = reach(today, Scope(named=Person.id > 0), tree, 5, 2)
    assert everybody.hidden == frozenset()


def test_the_trend_ends_with_the_last_quarter_and_hides_little_changes(city: Cast) -> None:
    enrolled = city.english_offering
    last = quarter_ends(clock.today())[-1]
    for number in range(7):
        person = a_person("Person", f"Ziffer {number}", city.unit_15, account=False)
        earlier = quarter_ends(clock.today())[-2 if number < 6 else -1]
        an_enrolment(person, enrolled, Status.COMPLETED, finished_on=earlier)
    db.session.flush()
    *_, before, newest = trend(clock.today(), EVERYONE, 0, 0)
    assert (newest.day, before.reached[ANY], newest.reached[ANY]) == (last, 6, 7)
    *_, before, newest = trend(clock.today(), Scope(named=Person.id < 0), 5, 1)
    assert (before.reached[ANY], newest.reached[ANY]) == (6, None)


@pytest.mark.parametrize(
    ("day", "newest"),
    [
        (date(2026, 11, 23), date(2026, 9, 30)),
        (date(2026, 3, 31), date(2026, 3, 31)),
        (date(2026, 1, 1), date(2025, 12, 31)),
    ],
)
def test_quarters_end_where_they_end(day: date, newest: date) -> None:
    ends = quarter_ends(day)
    assert (ends[-1], len(ends), ends == sorted(ends)) == (newest, 12, True)
    assert {(end.month, end.day) for end in ends} == {(3, 31), (6, 30), (9, 30), (12, 31)}
