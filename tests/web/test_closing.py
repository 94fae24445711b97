"""Closing an offering: first what will happen, then all of it at once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.cast import Cast, an_enrolment, an_offering
from tests.conftest import SignIn
from tests.support.pages import errors_of, form_with, rows_of
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import AccessEntry, Attendance, Enrolment, Holding, Offering
from trainingtracker.vocabulary import AccessKind, OfferingStatus, Presence, Status


@pytest.fixture
def held(cast: Cast) -> Offering:
    """Over, with one who was there, one who was not, and one who still waits."""
    offering = an_offering(cast.english, starts_on=clock.today() - timedelta(2))
    for person, presence in ((cast.employee, Presence.PRESENT), (cast.colleague, Presence.EXCUSED)):
        enrolment = an_enrolment(person, offering)
        db.session.add(
            Attendance(
                enrolment_id=enrolment.id, meeting_id=offering.meetings[0].id, presence=presence
            )
        )
    an_enrolment(cast.outsider, offering, Status.WAITLISTED)
    db.session.commit()
    return offering


def statuses(offering: Offering) -> dict[int, Status]:
    db.session.expire_all()
    rows = db.session.scalars(select(Enrolment).where(Enrolment.offering_id == offering.id))
    return {row.person_id: row.status for row in rows}


def test_the_page_says_what_will_happen_and_changes_nothing(
    cast: Cast, held: Offering, sign_in: SignIn
) -> None:
    page = sign_in(cast.hr).get(f"/offerings/{held.id}/close")
    assert page.status_code == 200
    missed, waited, attended = rows_of(page.text)
    assert "Petersen, Kira" in missed
    assert "Nicht erschienen" in missed
    assert "Reimann, Olga" in waited
    assert "Abgemeldet" in waited
    assert "Sommer, Erik" in attended
    assert "100" in attended
    assert "3 Ergebnisse eintragen" in page.text
    assert statuses(held)[cast.employee.id] is Status.CONFIRMED


def test_closing_enters_every_result_in_one_go(cast: Cast, held: Offering, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    answer = client.post(f"/offerings/{held.id}/close")
    assert answer.status_code == 303
    assert statuses(held) == {
        cast.employee.id: Status.COMPLETED,
        cast.colleague.id: Status.NO_SHOW,
        cast.outsider.id: Status.WITHDRAWN,
    }
    assert db.session.get_one(Offering, held.id).status is OfferingStatus.CLOSED
    assert db.session.scalars(select(Holding.person_id)).all() == [cast.employee.id]
    assert "1 Person" in client.get(answer.location).text


def test_somebody_who_did_not_pass_does_not_complete(
    cast: Cast, held: Offering, sign_in: SignIn
) -> None:
    client = sign_in(cast.hr)
    enrolment_id = db.session.scalars(
        select(Enrolment.id).where(Enrolment.person_id == cast.employee.id)
    ).one()
    form = form_with(client.get(f"/offerings/{held.id}/close").text, f"result-{enrolment_id}")
    assert form[f"result-{enrolment_id}"] == "passed"
    form[f"result-{enrolment_id}"] = "failed"
    client.post(f"/offerings/{held.id}/close", data=form)
    assert statuses(held)[cast.employee.id] is Status.NOT_COMPLETED


def test_missing_attendance_is_named_and_stops_the_closing(
    cast: Cast, held: Offering, sign_in: SignIn
) -> None:
    an_enrolment(cast.manager, held)
    db.session.commit()
    client = sign_in(cast.hr)
    page = client.get(f"/offerings/{held.id}/close").text
    assert "Anwesenheit fehlt" in page
    assert f"/meetings/{held.meetings[0].id}/attendance" in page
    answer = client.post(f"/offerings/{held.id}/close")
    assert answer.status_code == 422
    assert errors_of(answer.text)
    assert statuses(held)[cast.employee.id] is Status.CONFIRMED


def test_an_offering_that_still_runs_is_not_closed(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    address = f"/offerings/{cast.english_offering.id}/close"
    assert client.get(address).status_code == 200
    assert client.post(address).status_code == 422


def test_an_offering_is_closed_once(cast: Cast, held: Offering, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    client.post(f"/offerings/{held.id}/close")
    again = client.post(f"/offerings/{held.id}/close")
    assert again.status_code == 422
    assert "Ergebnisse eintragen" not in client.get(f"/offerings/{held.id}/close").text


@pytest.mark.parametrize("who", ["employee", "manager", "trainer", "coordinator"])
def test_closing_is_hrs(cast: Cast, held: Offering, sign_in: SignIn, who: str) -> None:
    client = sign_in(getattr(cast, who))
    assert client.get(f"/offerings/{held.id}/close").status_code == 403
    assert client.post(f"/offerings/{held.id}/close").status_code == 403


def test_an_unknown_offering_is_not_found(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.hr).get("/offerings/99999/close").status_code == 404
    assert sign_in(cast.hr).post("/offerings/99999/close").status_code == 404


def test_seeing_who_was_there_before_closing_is_logged(
    cast: Cast, held: Offering, sign_in: SignIn
) -> None:
    sign_in(cast.hr).get(f"/offerings/{held.id}/close")
    entry = db.session.scalars(select(AccessEntry)).one()
    assert (entry.kind, entry.filters) == (AccessKind.ROSTER, {"offering": held.id})
    assert entry.row_count


def test_nobody_is_said_to_have_stayed_away_before_attendance_is_recorded(
    cast: Cast, sign_in: SignIn
) -> None:
    offering = an_offering(cast.english, starts_on=clock.today() - timedelta(2))
    an_enrolment(cast.employee, offering)
    db.session.commit()
    page = sign_in(cast.hr).get(f"/offerings/{offering.id}/close").text
    assert "Anwesenheit fehlt" in page
    (row,) = rows_of(page)
    assert "offen, bis die Anwesenheit erfasst ist" in row
    assert "Nicht erschienen" not in row
