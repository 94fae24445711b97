"""Cancelling an offering, on the page: preview, carrying over, two people at once."""

from datetime import timedelta

import pytest

from tests.cast import Cast, a_person, an_enrolment, an_offering
from tests.conftest import CountQueries, SignIn
from tests.support.pages import errors_of, form_with, rows_of
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering, OutgoingMail
from trainingtracker.vocabulary import OfferingStatus, Status
from trainingtracker.web.offerings import cancellation

TEXT = "Die Kursleitung ist krank."


@pytest.fixture
def later(cast: Cast) -> Offering:
    """Another date with one place; the first date has two people and one who waits."""
    made = an_offering(cast.funding, starts_on=clock.today() + timedelta(days=60), places=1)
    for person in (cast.employee, cast.colleague):
        an_enrolment(person, cast.funding_offering)
    an_enrolment(cast.outsider, cast.funding_offering, Status.WAITLISTED)
    db.session.commit()
    return made


def way(cast: Cast) -> str:
    return f"/offerings/{cast.funding_offering.id}/cancellation"


def test_the_preview_says_who_comes_along_and_then_it_is_done(
    cast: Cast, sign_in: SignIn, later: Offering
) -> None:
    an_enrolment(cast.colleague, an_offering(cast.english, starts_on=clock.today() + timedelta(60)))
    db.session.commit()
    client = sign_in(cast.hr)
    assert way(cast) in client.get(f"/offerings/{cast.funding_offering.id}").text
    assert client.get(way(cast)).status_code == 200
    page = client.post(way(cast), data={"text": TEXT, "carry_to": later.id})
    assert page.status_code == 200
    rows = rows_of(page.text)
    assert "Petersen, Kira" in rows[0]
    assert "überschneiden sich" in rows[0]
    assert "Platz bestätigt am anderen Termin" in rows[1]
    assert "Auf der Warteliste am anderen Termin" in rows[2]
    assert "Absagen und 3 Personen benachrichtigen" in page.text
    db.session.rollback()
    assert cast.funding_offering.status is OfferingStatus.PUBLISHED
    form = form_with(page.text, "seen")
    form["step"] = "do"
    done = client.post(way(cast), data=form)
    assert done.location == f"/offerings/{later.id}"
    assert "3 angemeldete Personen werden benachrichtigt" in client.get(done.location).text
    again = client.post(way(cast), data=form)
    assert again.status_code == 303
    assert "bereits abgesagt" in client.get(again.location).text
    page = client.get(f"/offerings/{cast.funding_offering.id}").text
    assert TEXT in page
    assert "2 Personen sind auf den" in page
    db.session.rollback()
    assert db.session.query(OutgoingMail).count() == 3
    page = sign_in(cast.colleague).get(f"/enrolments/{_of(cast.colleague.id, cast)}").text
    assert "This date has been cancelled." in page
    assert TEXT in page


def _of(person_id: int, cast: Cast) -> int:
    found = db.session.query(Enrolment).filter_by(
        person_id=person_id, offering_id=cast.funding_offering.id
    )
    return found.one().id


def test_without_a_text_nothing_happens_and_the_choice_is_kept(
    cast: Cast, sign_in: SignIn, later: Offering
) -> None:
    page = sign_in(cast.hr).post(way(cast), data={"text": " ", "carry_to": later.id, "step": "do"})
    assert page.status_code == 422
    assert "Nachricht" in errors_of(page.text)
    assert form_with(page.text, "text")["carry_to"] == str(later.id)
    db.session.rollback()
    assert cast.funding_offering.status is OfferingStatus.PUBLISHED


def test_a_date_of_another_course_is_refused(cast: Cast, sign_in: SignIn, later: Offering) -> None:
    page = sign_in(cast.hr).post(
        way(cast), data={"text": TEXT, "carry_to": cast.english_offering.id}
    )
    assert page.status_code == 422
    assert "desselben Kurses" in errors_of(page.text)
    assert form_with(page.text, "text")["text"].strip() == TEXT


def test_what_changed_since_the_preview_is_shown_before_it_is_done(
    cast: Cast, sign_in: SignIn, later: Offering
) -> None:
    client = sign_in(cast.hr)
    page = client.post(way(cast), data={"text": TEXT, "carry_to": later.id})
    an_enrolment(cast.deputy, later)
    db.session.commit()
    form = form_with(page.text, "seen")
    form["step"] = "do"
    stale = client.post(way(cast), data=form)
    assert stale.status_code == 409
    assert "Auf der Warteliste am anderen Termin" in rows_of(stale.text)[0]
    form = form_with(stale.text, "seen")
    form["step"] = "do"
    assert client.post(way(cast), data=form).status_code == 303


def test_a_longer_roster_needs_no_more_queries_for_the_form(
    cast: Cast, sign_in: SignIn, count_queries: CountQueries
) -> None:
    client = sign_in(cast.hr)
    an_offering(cast.funding, starts_on=clock.today() + timedelta(days=60))
    db.session.commit()
    with count_queries() as few:
        client.get(way(cast))
    for number in range(6):
        person = a_person(f"P{number}", "Neu", cast.unit_23, account=False)
        an_enrolment(person, cast.funding_offering, Status.WAITLISTED)
        an_offering(cast.funding, starts_on=clock.today() + timedelta(days=70 + number))
    db.session.commit()
    with count_queries() as many:
        client.get(way(cast))
    assert many.number == few.number


def test_of_many_other_dates_the_closest_are_offered(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = clock.local_day(cast.funding_offering.starts_at or clock.now())
    near, far = (
        an_offering(cast.funding, starts_on=start + timedelta(days=days)) for days in (7, 90)
    )
    db.session.commit()
    monkeypatch.setattr(cancellation, "_CLOSEST", 1)
    page = sign_in(cast.hr).get(way(cast)).text
    assert f'value="{near.id}"' in page
    assert f'value="{far.id}"' not in page
    assert "Von 2 Terminen" in page
