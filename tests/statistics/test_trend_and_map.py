"""The trend over twelve quarters and the map of units by topics, beside the attainment report."""

from datetime import date, timedelta

import pytest

from tests.cast import Cast, a_person, an_enrolment, an_offering
from tests.conftest import CountQueries
from tests.support.frozen import FrozenClock
from trainingtracker.attainment.overview import overview
from trainingtracker.attainment.scope import EVERYONE, Scope
from trainingtracker.extensions import db
from trainingtracker.models import Course, Person
from trainingtracker.organisation.tree import UnitTree
from trainingtracker.statistics.heat_map import heat_map
from trainingtracker.statistics.trend import Point, quarters, trend
from trainingtracker.vocabulary import Status

TODAY = date(2026, 3, 3)
NEW_YEAR = date(2026, 1, 1)


@pytest.fixture(autouse=True)
def _a_morning_in_march(frozen: FrozenClock) -> None:
    """The cast is made on the day that the clock shows."""


def took_part(person: Person, course: Course, day: date) -> None:
    offering = an_offering(course, starts_on=day)
    an_enrolment(person, offering, Status.COMPLETED, finished_on=day)
    db.session.commit()


def test_twelve_quarters_the_latest_up_to_the_day() -> None:
    found = quarters(TODAY)
    assert (len(found), found[0][0].first) == (12, date(2023, 4, 1))
    assert found[-2:][0][1] == date(2025, 12, 31)
    assert (found[-1][0].first, found[-1][1]) == (NEW_YEAR, TODAY)


def test_each_quarter_has_its_own_and_whom_it_found_reached(cast: Cast) -> None:
    left = a_person("Lea", "Fort", cast.unit_23, exit=date(2025, 12, 31), account=False)
    for person in (left, cast.employee):
        took_part(person, cast.english, NEW_YEAR - timedelta(days=1))
    took_part(cast.employee, cast.english, NEW_YEAR)
    took_part(cast.employee, cast.funding, TODAY)
    took_part(cast.guest, cast.english, TODAY)
    before, now = trend(TODAY, EVERYONE)[-2:]
    assert (before.participations, before.persons, before.reached.part) == (2, 2, 2)
    assert (now.participations, now.persons, now.reached.part) == (2, 1, 1)
    for point in (before, now):
        same_day = overview(point.last, EVERYONE)
        assert point.reached == same_day.total.rate
    assert [p.participations for p in trend(TODAY, EVERYONE, cast.funding.topic_id)][-2:] == [0, 1]
    unit = Scope(unit_ids=frozenset({cast.unit_1523.id}))
    assert trend(TODAY, unit)[-2].reached == (1, overview(TODAY, unit).headcount.persons)


def test_the_trend_takes_as_many_queries_for_one_quarter_as_for_twelve(
    cast: Cast, count_queries: CountQueries
) -> None:
    db.session.commit()
    counted: list[tuple[Point, ...]] = []
    with count_queries() as one:
        counted.append(trend(TODAY, EVERYONE, count=1))
    with count_queries() as many:
        counted.append(trend(TODAY, EVERYONE))
    assert one.number == many.number == 4
    assert [len(points) for points in counted] == [1, 12]


def test_the_map_has_a_row_a_division_and_a_share_a_topic(cast: Cast) -> None:
    took_part(cast.employee, cast.english, TODAY)
    took_part(cast.outsider, cast.english, TODAY)
    took_part(cast.outsider, cast.funding, TODAY)
    found = heat_map(TODAY, EVERYONE, UnitTree.load(TODAY))
    languages, funding = (
        [topic.id for topic in found.topics].index(course.topic_id)
        for course in (cast.english, cast.funding)
    )
    shares = {row.unit.number: row.reached for row in found.rows}
    assert list(shares) == ["18", "15", "23"]
    headcounts = {row.unit.number: row.headcount for row in found.rows}
    assert shares["23"][languages] == shares["23"][funding] == (1, headcounts["23"])
    assert shares["15"][languages] == (1, headcounts["15"])
    assert shares["15"][funding] == (0, headcounts["15"])
