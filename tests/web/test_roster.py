"""The roster of an offering: who takes part, who waits in which order; adding somebody."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.cast import Cast, a_person, an_enrolment, an_offering, granted
from tests.conftest import CountQueries, SignIn
from tests.support.pages import errors_of, form_with, rows_of
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import AccessEntry, Enrolment
from trainingtracker.vocabulary import AccessKind, Role, Status


def address(cast: Cast) -> str:
    return f"/offerings/{cast.funding_offering.id}"


def test_participants_requests_and_the_waiting_list_are_told_apart(
    cast: Cast, sign_in: SignIn
) -> None:
    offering = cast.funding_offering
    an_enrolment(cast.employee, offering)
    an_enrolment(cast.guest, offering, Status.WITHDRAWN)
    an_enrolment(cast.manager, offering, Status.REQUESTED)
    late = an_enrolment(cast.colleague, offering, Status.WAITLISTED)
    early = an_enrolment(cast.outsider, offering, Status.WAITLISTED)
    early.waiting_since = clock.now() - timedelta(days=2)
    late.waiting_since = clock.now() - timedelta(days=1)
    db.session.commit()
    page = sign_in(cast.hr).get(address(cast))
    assert page.status_code == 200
    rows = rows_of(page.text)
    assert [row.split(" ")[0] for row in rows] == ["Sommer,", "Lindner,", "1", "2", "Gast,"]
    assert "Reimann, Olga" in rows[2]
    assert "Petersen, Kira" in rows[3]
    assert "1 von 2 Plätzen belegt" in page.text


def test_the_look_is_logged(cast: Cast, sign_in: SignIn) -> None:
    an_enrolment(cast.employee, cast.funding_offering)
    db.session.commit()
    sign_in(cast.hr).get(address(cast))
    entry = db.session.scalars(select(AccessEntry)).one()
    assert (entry.kind, entry.actor_id, entry.row_count) == (AccessKind.ROSTER, cast.hr.id, 1)
    assert entry.filters == {"offering": cast.funding_offering.id}


def test_more_participants_need_no_more_queries(
    cast: Cast, sign_in: SignIn, count_queries: CountQueries
) -> None:
    client = sign_in(cast.hr)
    offering = cast.english_offering
    an_enrolment(cast.employee, offering)
    db.session.commit()
    with count_queries() as few:
        client.get(f"/offerings/{offering.id}")
    for number in range(9):
        person = a_person(f"Person {number}", "Neu", cast.unit_23, account=False)
        an_enrolment(person, offering)
    db.session.commit()
    with count_queries() as many:
        page = client.get(f"/offerings/{offering.id}")
    assert many.number == few.number
    assert len(rows_of(page.text)) == 10


def test_a_personnel_number_adds_the_person(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    form = form_with(client.get(address(cast)).text, "who")
    form["who"] = cast.without_email.personnel_number or ""
    page = client.post(f"{address(cast)}/participants", data=form)
    assert "Uwe Kraus hat sofort einen Platz." in page.text
    assert "Uwe Kraus, durch einen Brief in der Druckliste" in page.text
    assert db.session.scalars(select(Enrolment)).all() == []
    form = form_with(page.text, "person_id")
    answer = client.post(f"{address(cast)}/participants", data=form)
    assert answer.status_code == 303
    assert "Uwe Kraus hat einen Platz" in client.get(answer.location).text


def test_a_name_shows_who_could_be_meant_and_adds_nobody_yet(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    page = client.post(f"{address(cast)}/participants", data={"who": "reimann"})
    assert page.status_code == 200
    assert "Olga Reimann wählen" in page.text
    assert db.session.scalars(select(Enrolment)).all() == []
    form = form_with(page.text, "person_id") | {"step": "do"}
    chosen = client.post(f"{address(cast)}/participants", data=form)
    assert chosen.status_code == 303
    assert db.session.scalars(select(Enrolment.person_id)).all() == [cast.outsider.id]


def test_a_name_that_nobody_has_is_told(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.hr).post(f"{address(cast)}/participants", data={"who": "Xylander"})
    assert page.status_code == 422
    assert "niemand beschäftigt" in errors_of(page.text)
    assert form_with(page.text, "who")["who"] == "Xylander"


def test_a_rule_that_refuses_is_told_on_the_roster(cast: Cast, sign_in: SignIn) -> None:
    an_enrolment(cast.employee, cast.funding_offering)
    db.session.commit()
    page = sign_in(cast.hr).post(
        f"{address(cast)}/participants", data={"person_id": cast.employee.id}
    )
    assert page.status_code == 422
    assert "Erik Sommer" in errors_of(page.text)


def test_trainers_read_the_roster_of_their_own_offering(cast: Cast, sign_in: SignIn) -> None:
    an_enrolment(cast.employee, cast.english_offering)
    db.session.commit()
    client = sign_in(cast.trainer)
    page = client.get(f"/offerings/{cast.english_offering.id}")
    assert "Sommer, Erik" in page.text
    assert "/participants/" not in page.text
    assert client.get(address(cast)).status_code == 404


def test_another_trainer_does_not_know_the_offering(cast: Cast, sign_in: SignIn) -> None:
    granted(cast.outsider, Role.TRAINER)
    db.session.commit()
    client = sign_in(cast.outsider)
    assert client.get(f"/offerings/{cast.english_offering.id}").status_code == 404


def test_only_hr_adds_people(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.trainer).post(
        f"/offerings/{cast.english_offering.id}/participants", data={"who": "x"}
    )
    assert answer.status_code == 403


@pytest.mark.parametrize("who", ["employee", "manager", "coordinator", "admin"])
def test_the_roster_is_for_hr_and_trainers(cast: Cast, sign_in: SignIn, who: str) -> None:
    assert sign_in(getattr(cast, who)).get(address(cast)).status_code == 403


def test_an_unknown_offering_is_not_found(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.hr).get("/offerings/99999").status_code == 404


def test_nobody_is_added_to_an_offering_that_is_over(cast: Cast, sign_in: SignIn) -> None:
    over = an_offering(cast.funding, starts_on=clock.today() - timedelta(5))
    db.session.commit()
    client = sign_in(cast.hr)
    assert "Person hinzufügen" not in client.get(f"/offerings/{over.id}").text
    answer = client.post(f"/offerings/{over.id}/participants", data={"person_id": cast.employee.id})
    assert answer.status_code == 422


def test_nothing_typed_is_asked_for(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.hr).post(f"{address(cast)}/participants", data={"who": " "})
    assert page.status_code == 422
    assert "Schreiben Sie eine Personalnummer oder einen Namen." in errors_of(page.text)


def test_hr_is_not_sent_to_a_page_of_their_own_by_who_is_enrolled_already(
    cast: Cast, sign_in: SignIn
) -> None:
    an_enrolment(cast.outsider, cast.funding_offering)
    db.session.commit()
    page = sign_in(cast.hr).post(
        f"{address(cast)}/participants", data={"person_id": cast.outsider.id}
    )
    told = errors_of(page.text)
    assert "Olga Reimann ist zu dieser Veranstaltung schon angemeldet." in told
    assert "Meine Fortbildung" not in told
