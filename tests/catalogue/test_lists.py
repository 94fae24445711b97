"""HR's lists of courses and offerings, and the stage an offering is in."""

from datetime import timedelta

import pytest

from tests.cast import Cast, an_enrolment, an_offering
from tests.conftest import CountQueries
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.catalogue import course_list, offering_list
from trainingtracker.catalogue.course_list import CourseFilter
from trainingtracker.catalogue.offering_list import OfferingFilter
from trainingtracker.extensions import db
from trainingtracker.models import Offering
from trainingtracker.vocabulary import OfferingStage, OfferingStatus


def test_stages_follow_the_clock(frozen: FrozenClock, cast: Cast) -> None:
    offering = cast.english_offering
    first, last = offering.meetings[0].starts_at, offering.meetings[-1].ends_at
    for now, expected in [
        (first - timedelta(minutes=1), OfferingStage.UPCOMING),
        (first, OfferingStage.RUNNING),
        (last - timedelta(minutes=1), OfferingStage.RUNNING),
        (last, OfferingStage.OVER),
    ]:
        frozen.move_to(now)
        assert offering_list.stage(offering.status, first, last) is expected
        found = offering_list.offerings(OfferingFilter(stage=expected, course_id=cast.english.id))
        assert [row.id for row in found.rows] == [offering.id]
        assert found.rows[0].stage is expected


@pytest.mark.parametrize("status", [OfferingStatus.DRAFT, OfferingStatus.CLOSED])
def test_drafts_and_closed_offerings_have_their_own_stage(
    cast: Cast, status: OfferingStatus
) -> None:
    offering = an_offering(cast.english, status=status)
    stage = OfferingStage(status.value)
    found = offering_list.offerings(OfferingFilter(stage=stage)).rows
    assert [row.id for row in found] == [offering.id]


def test_every_offering_is_in_exactly_one_stage(cast: Cast) -> None:
    an_offering(cast.english, starts_on=clock.today() - timedelta(9))
    an_offering(cast.english, status=OfferingStatus.CLOSED)
    an_offering(cast.english, status=OfferingStatus.DRAFT)
    bare = an_offering(cast.english)
    bare.starts_at = bare.ends_at = None
    db.session.flush()
    counted = [
        offering_list.offerings(OfferingFilter(stage=stage)).total for stage in OfferingStage
    ]
    assert sum(counted) == db.session.query(Offering).count()


def test_offerings_without_dates_come_last_in_both_directions(cast: Cast) -> None:
    bare = an_offering(cast.english, status=OfferingStatus.DRAFT)
    bare.starts_at = None
    db.session.flush()
    for descending in (False, True):
        found = offering_list.offerings(OfferingFilter(), descending=descending)
        assert found.rows[-1].id == bare.id


def test_offerings_sort_by_free_places(cast: Cast) -> None:
    for person in (cast.employee, cast.colleague):
        an_enrolment(person, cast.funding_offering)
    found = offering_list.offerings(OfferingFilter(), sort="free")
    assert found.rows[0].id == cast.funding_offering.id
    assert found.rows[0].places.free == 0


def test_a_page_of_offerings_takes_three_queries(cast: Cast, count_queries: CountQueries) -> None:
    with count_queries() as queries:
        offering_list.offerings(OfferingFilter())
    assert queries.number == 3


def test_a_percent_sign_is_searched_for_literally(cast: Cast) -> None:
    assert course_list.courses(CourseFilter(text="%")).total == 0
    assert offering_list.offerings(OfferingFilter(text="_")).total == 0
    assert offering_list.offerings(OfferingFilter(text="t-eng")).total == 1


def test_courses_count_their_open_offerings(cast: Cast) -> None:
    an_offering(cast.english, status=OfferingStatus.DRAFT)
    an_offering(cast.english, status=OfferingStatus.CLOSED)
    row = course_list.courses(CourseFilter(text="T-ENG")).rows[0]
    assert row.offerings == 1


def test_courses_are_searched_without_umlauts_too(cast: Cast) -> None:
    found = course_list.courses(CourseFilter(text="foerderung")).rows
    assert [row.code for row in found] == ["T-EU"]
