"""Changing to another date, on the pages."""

from datetime import timedelta

import pytest

from tests.cast import Cast, an_enrolment, an_offering
from tests.conftest import CountQueries, SignIn
from tests.enrolment.acting import as_actor
from tests.support.pages import errors_of
from trainingtracker import clock
from trainingtracker.enrolment.operations import request_place
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering
from trainingtracker.vocabulary import Status


@pytest.fixture
def place(cast: Cast) -> Enrolment:
    found = request_place(cast.funding_offering.id, cast.employee.id, as_actor(cast.employee))
    db.session.commit()
    return found


@pytest.fixture
def later(cast: Cast) -> Offering:
    made = an_offering(cast.funding, starts_on=clock.today() + timedelta(days=60), places=1)
    db.session.commit()
    return made


def way(place: Enrolment) -> str:
    return f"/enrolments/{place.id}/transfer"


def test_one_choice_changes_the_date(
    cast: Cast, sign_in: SignIn, place: Enrolment, later: Offering
) -> None:
    client = sign_in(cast.employee)
    assert way(place) in client.get(f"/enrolments/{place.id}").text
    assert "1 von 1 Plätzen frei" in client.get(way(place)).text
    done = client.post(way(place), data={"offering_id": later.id})
    assert done.status_code == 303
    page = client.get(done.location).text
    assert "Sie haben einen Platz am anderen Termin." in page
    assert "Vorher waren Sie für den" in page
    assert "Zu Ihrer Anmeldung für den" in client.get(f"/enrolments/{place.id}").text
    again = client.post(way(place), data={"offering_id": later.id})
    assert again.location == done.location
    db.session.rollback()
    assert db.session.query(Enrolment).filter_by(status=Status.CONFIRMED).count() == 1


@pytest.mark.parametrize("chosen", ["", "x", "99999999"])
def test_no_date_is_said_at_the_field(
    cast: Cast, sign_in: SignIn, place: Enrolment, later: Offering, chosen: str
) -> None:
    page = sign_in(cast.employee).post(way(place), data={"offering_id": chosen})
    assert page.status_code == 422
    assert errors_of(page.text)
    db.session.rollback()
    assert place.status is Status.CONFIRMED


def test_full_dates_are_shown_but_cannot_be_chosen(
    cast: Cast, sign_in: SignIn, place: Enrolment, later: Offering
) -> None:
    an_enrolment(cast.colleague, later)
    db.session.commit()
    client = sign_in(cast.employee)
    page = client.get(way(place)).text
    assert "Ausgebucht" in page
    assert "hat kein anderer Termin des Kurses einen freien Platz" in page
    refused = client.post(way(place), data={"offering_id": later.id})
    assert refused.status_code == 422
    assert "kein Platz mehr frei" in refused.text


def test_hr_changes_it_late_and_reads_what_it_costs(
    cast: Cast, sign_in: SignIn, place: Enrolment, later: Offering
) -> None:
    place.offering.withdrawal_deadline = clock.now() - timedelta(days=1)
    cast.funding.cost_per_place = 12_000
    db.session.commit()
    own = sign_in(cast.employee)
    assert way(place) not in own.get(f"/enrolments/{place.id}").text
    assert "Selbst umbuchen konnten Sie" in own.get(way(place)).text
    client = sign_in(cast.hr)
    assert "120,00" in client.get(way(place)).text
    done = client.post(way(place), data={"offering_id": later.id})
    assert done.location.startswith(f"/offerings/{later.id}/participants/")


def test_nobody_else_knows_of_the_enrolment(
    cast: Cast, sign_in: SignIn, place: Enrolment, later: Offering
) -> None:
    client = sign_in(cast.colleague)
    assert client.get(way(place)).status_code == 404
    assert client.post(way(place), data={"offering_id": later.id}).status_code == 404


def test_more_dates_need_no_more_queries(
    cast: Cast, sign_in: SignIn, place: Enrolment, later: Offering, count_queries: CountQueries
) -> None:
    client = sign_in(cast.employee)
    with count_queries() as few:
        client.get(way(place))
    for number in range(4):
        an_offering(cast.funding, starts_on=clock.today() + timedelta(days=70 + number))
    db.session.commit()
    with count_queries() as many:
        client.get(way(place))
    assert many.number == few.number
