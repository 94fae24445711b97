"""Below the minimum, on the pages: the desk, the decision, the capacity, dates that change."""

from datetime import timedelta

import pytest

from tests.cast import Cast, an_enrolment, an_offering
from tests.conftest import SignIn
from tests.support.pages import errors_of, form_with
from trainingtracker import clock
from trainingtracker.catalogue.offering_copy import copied
from trainingtracker.catalogue.offerings import facts_of
from trainingtracker.extensions import db
from trainingtracker.models import Offering


@pytest.fixture
def offering(cast: Cast) -> Offering:
    """Two people are needed, one comes, and today it is to be decided."""
    made = cast.funding_offering
    made.min_places, made.decide_on = 2, clock.today()
    an_enrolment(cast.employee, made)
    db.session.commit()
    return made


def test_the_desk_leads_to_the_decision_and_holding_ends_it(
    cast: Cast, sign_in: SignIn, offering: Offering
) -> None:
    client, way = sign_in(cast.hr), f"/offerings/{offering.id}/decision"
    desk = client.get("/planning").text
    assert "Heute zu entscheiden" in desk
    assert way in desk
    page = client.get(way).text
    assert "fällig" in page
    assert f"/offerings/{offering.id}/cancellation" in page
    done = client.post(way)
    assert done.status_code == 303
    assert "findet trotzdem statt" in client.get(done.location).text
    assert "Heute zu entscheiden" not in client.get("/planning").text
    assert "trotzdem stattfindet" in client.get(way).text


def test_the_day_of_decision_is_stated_with_the_minimum(
    cast: Cast, sign_in: SignIn, offering: Offering
) -> None:
    client, way = sign_in(cast.hr), f"/offerings/{offering.id}/edit"
    form = form_with(client.get(way).text, "decide_on")
    assert form["decide_on"] == clock.today().isoformat()
    form["decide_on"] = (clock.today() + timedelta(days=3)).isoformat()
    assert client.post(way, data=form).status_code == 303
    db.session.rollback()
    assert offering.decide_on == clock.today() + timedelta(days=3)
    form = form_with(client.get(way).text, "decide_on")
    form["decide_on"] = (clock.today() + timedelta(days=300)).isoformat()
    late = client.post(way, data=form)
    assert late.status_code == 422
    assert "spätestens am ersten Kurstag" in errors_of(late.text)


def test_fewer_places_than_held_name_who_would_lose_theirs_at_the_field(
    cast: Cast, sign_in: SignIn, offering: Offering
) -> None:
    an_enrolment(cast.colleague, offering)
    db.session.commit()
    client, way = sign_in(cast.hr), f"/offerings/{offering.id}/edit"
    form = form_with(client.get(way).text, "max_places")
    form["max_places"], form["min_places"], form["note_de"] = "1", "1", "Bitte Laptop"
    page = client.post(way, data=form)
    assert page.status_code == 422
    assert "Kira Petersen" in errors_of(page.text)
    assert 'id="max_places-error"' in page.text
    assert form_with(page.text, "max_places")["note_de"].strip() == "Bitte Laptop"


def test_dates_that_a_participant_cannot_take_are_refused_with_the_name(
    cast: Cast, sign_in: SignIn, offering: Offering
) -> None:
    assert offering.starts_at is not None
    day = clock.local_day(offering.starts_at) + timedelta(days=4)
    an_enrolment(cast.employee, an_offering(cast.english, starts_on=day))
    db.session.commit()
    client, way = sign_in(cast.hr), f"/offerings/{offering.id}/edit"
    page = client.get(way).text
    assert "1 angemeldete Person und die Kursleitung werden benachrichtigt" in page
    form = form_with(page, "max_places")
    form["meetings-0-day"], form["meetings-0-venue"] = day.isoformat(), "Anderswo"
    refused = client.post(way, data=form)
    if "conflicts_seen" in refused.text:
        refused = client.post(way, data=form_with(refused.text, "conflicts_seen"))
    assert refused.status_code == 422
    assert "Erik Sommer" in errors_of(refused.text)


def test_the_day_of_decision_moves_with_a_copy(offering: Offering) -> None:
    facts = facts_of(offering)
    assert facts.starts_at is not None
    day = clock.local_day(facts.starts_at) + timedelta(days=14)
    assert copied(facts, day).decide_on == clock.today() + timedelta(days=14)
