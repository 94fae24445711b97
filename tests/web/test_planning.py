"""HR's desk: what needs somebody today."""

from datetime import timedelta

import pytest

from tests.cast import Cast, a_person, an_enrolment, an_offering
from tests.conftest import CountQueries, SignIn
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.vocabulary import OfferingStatus, Status


def test_an_offering_short_of_people_is_on_the_desk(cast: Cast, sign_in: SignIn) -> None:
    short = an_offering(cast.english, starts_on=clock.today() + timedelta(10))
    db.session.commit()
    page = sign_in(cast.hr).get("/planning")
    assert page.status_code == 200
    assert "Zu wenige Teilnehmende" in page.text
    assert f'href="/offerings/{short.id}"' in page.text


def test_an_offering_that_starts_much_later_is_not(cast: Cast, sign_in: SignIn) -> None:
    assert "Heute ist nichts zu tun" in sign_in(cast.hr).get("/planning").text


def test_free_places_are_told_once_the_minimum_is_reached(cast: Cast, sign_in: SignIn) -> None:
    offering = an_offering(cast.english, starts_on=clock.today() + timedelta(10))
    an_enrolment(cast.employee, offering)
    db.session.commit()
    page = sign_in(cast.hr).get("/planning").text
    assert "Bald und noch Plätze frei" in page
    assert "Zu wenige Teilnehmende" not in page


def test_what_is_over_and_what_is_a_draft_waits_for_hr(cast: Cast, sign_in: SignIn) -> None:
    an_offering(cast.english, starts_on=clock.today() - timedelta(3))
    an_offering(cast.funding, status=OfferingStatus.DRAFT)
    db.session.commit()
    page = sign_in(cast.hr).get("/planning").text
    assert "Beendet, nicht abgeschlossen" in page
    assert "Entwürfe" in page


def test_a_request_that_nobody_can_decide_waits_for_hr(cast: Cast, sign_in: SignIn) -> None:
    alone = a_person("Fritz", "Führungslos", account=False)
    an_enrolment(alone, cast.english_offering, Status.REQUESTED)
    an_enrolment(cast.employee, cast.english_offering, Status.REQUESTED)
    db.session.commit()
    page = sign_in(cast.hr).get("/planning").text
    assert "Führungslos, Fritz" in page
    assert "Sommer, Erik" not in page


@pytest.mark.parametrize("who", ["employee", "manager", "trainer", "coordinator", "admin"])
def test_the_desk_is_hrs(cast: Cast, sign_in: SignIn, who: str) -> None:
    assert sign_in(getattr(cast, who)).get("/planning").status_code == 403


def test_more_offerings_need_no_more_queries(
    cast: Cast, sign_in: SignIn, count_queries: CountQueries
) -> None:
    client = sign_in(cast.hr)
    an_offering(cast.english, starts_on=clock.today() + timedelta(10))
    db.session.commit()
    with count_queries() as few:
        client.get("/planning")
    for days in range(4, 12):
        an_offering(cast.english, starts_on=clock.today() + timedelta(days))
    db.session.commit()
    with count_queries() as many:
        client.get("/planning")
    assert many.number == few.number
