"""How many places are held, free and waited for."""

import pytest

from tests.cast import Cast, a_person, an_enrolment
from tests.conftest import CountQueries
from trainingtracker.catalogue import availability
from trainingtracker.extensions import db
from trainingtracker.models import Offering
from trainingtracker.vocabulary import Status


@pytest.mark.parametrize(
    ("status", "holds"),
    [
        (Status.CONFIRMED, True),
        (Status.COMPLETED, True),
        (Status.NOT_COMPLETED, True),
        (Status.NO_SHOW, True),
        (Status.REQUESTED, False),
        (Status.WAITLISTED, False),
        (Status.DECLINED, False),
        (Status.WITHDRAWN, False),
    ],
)
def test_who_holds_a_place(cast: Cast, status: Status, holds: bool) -> None:
    an_enrolment(cast.employee, cast.english_offering, status)
    counted = availability.of_offering(cast.english_offering.id)
    assert counted.held == int(holds)
    assert counted.free == 10 - int(holds)


def test_waiters_and_requests_are_counted_apart(cast: Cast) -> None:
    for status in (Status.WAITLISTED, Status.WAITLISTED, Status.REQUESTED):
        an_enrolment(a_person("Ada", "Neu", account=False), cast.english_offering, status)
    counted = availability.of_offering(cast.english_offering.id)
    assert (counted.waiting, counted.requested) == (2, 1)


def test_a_full_offering_has_no_free_place(cast: Cast) -> None:
    for person in (cast.employee, cast.colleague):
        an_enrolment(person, cast.funding_offering)
    counted = availability.of_offering(cast.funding_offering.id)
    assert counted.fully_booked
    assert not counted.below_minimum


def test_many_offerings_take_one_query(cast: Cast, count_queries: CountQueries) -> None:
    ids = [cast.english_offering.id, cast.funding_offering.id, cast.advanced_offering.id]
    with count_queries() as queries:
        found = availability.of_offerings(ids)
    assert set(found) == set(ids)
    assert queries.number == 1


def test_places_held_can_be_filtered_by(cast: Cast) -> None:
    an_enrolment(cast.employee, cast.funding_offering)
    held = availability.places_held()
    taken = db.session.scalars(db.select(Offering.id).where(held > 0)).all()
    assert taken == [cast.funding_offering.id]
