"""People: the search, one person's record, and who may see whom."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.cast import Cast, a_holding, a_person, an_enrolment, an_offering
from tests.conftest import CountQueries, SignIn
from tests.support.pages import errors_of, form_with, rows_of
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import AccessEntry, Enrolment, ImportedParticipation
from trainingtracker.vocabulary import AccessKind, Basis, Evidence, Status
from trainingtracker.web.offerings import enrol_form


def test_hr_finds_people_by_name_and_unit(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    assert len(rows_of(client.get("/people?q=oezkan").text)) == 1
    in_unit = rows_of(client.get(f"/people?unit={cast.unit_23.id}").text)
    assert {row.split(",")[0] for row in in_unit} == {
        "Falk", "Kraus", "Meinhold", "Reimann", "Stein",
    }  # fmt: skip


def test_a_filter_without_sense_is_no_filter(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    odd = client.get("/people?unit=x&kind=robot&status=maybe&sort=salary&page=x")
    assert rows_of(odd.text) == rows_of(client.get("/people").text)


def test_an_empty_result_says_what_to_do(cast: Cast, sign_in: SignIn) -> None:
    assert "Zu diesen Filtern passt niemand" in sign_in(cast.hr).get("/people?q=xyz").text


def test_the_search_is_logged_with_its_filters(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.hr).get("/people?q=sommer")
    entry = db.session.scalars(select(AccessEntry)).one()
    assert (entry.kind, entry.actor_id, entry.row_count) == (
        AccessKind.PERSON_SEARCH,
        cast.hr.id,
        1,
    )
    assert entry.filters["searched"] is True


def test_the_words_of_a_search_for_people_are_not_kept(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    for path in ("/people?q=sommer", "/people/list.xlsx?q=sommer", "/offerings/list.xlsx?q=sommer"):
        client.get(path, buffered=True)
    sign_in(cast.admin).get("/accounts?q=sommer")
    sign_in(cast.manager).get("/team?q=sommer")
    entries = db.session.scalars(select(AccessEntry)).all()
    assert len(entries) == 5
    assert not [entry.filters for entry in entries if "sommer" in str(entry.filters)]


def test_the_list_is_paged_with_a_constant_number_of_queries(
    cast: Cast, sign_in: SignIn, count_queries: CountQueries
) -> None:
    client = sign_in(cast.hr)
    with count_queries() as few:
        client.get("/people")
    for number in range(60):
        a_person(f"Vor {number}", f"Nach {number:02d}", cast.unit_18, account=False)
    db.session.commit()
    with count_queries() as many:
        page = client.get("/people")
    assert many.number == few.number
    assert len(rows_of(page.text)) == 50


def test_coordinators_see_the_people_of_their_units_only(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.coordinator)
    rows = rows_of(client.get("/people?unit=").text)
    assert any("Reimann" in row for row in rows)
    assert not any("Sommer" in row for row in rows)
    assert rows_of(client.get(f"/people?unit={cast.unit_1523.id}").text) == []
    assert client.get(f"/people/{cast.outsider.id}").status_code == 200
    assert client.get(f"/people/{cast.employee.id}").status_code == 404


def test_a_record_tells_facts_training_and_what_is_official(cast: Cast, sign_in: SignIn) -> None:
    an_enrolment(cast.employee, cast.english_offering)
    a_holding(cast.employee, "eng", "B2")
    a_holding(cast.employee, "pol", "A1", basis=Basis.CONSENT, evidence=Evidence.SELF_ASSESSMENT)
    db.session.add(
        ImportedParticipation(
            person_id=cast.employee.id, course_id=cast.funding.id, held_on=clock.today()
        )
    )
    db.session.commit()
    page = sign_in(cast.hr).get(f"/people/{cast.employee.id}")
    assert page.status_code == 200
    assert cast.employee.personnel_number in page.text  # type: ignore[operator]
    assert "15.23 Internationale Angelegenheiten" in page.text
    rows = " / ".join(rows_of(page.text))
    assert "Englisch für die Verwaltung" in rows
    assert "EU-Förderung im Überblick" in rows
    assert "B2" in rows
    assert "Polnisch" not in rows


def test_opening_a_record_is_logged(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.hr).get(f"/people/{cast.employee.id}")
    entry = db.session.scalars(select(AccessEntry)).one()
    assert (entry.kind, entry.person_id) == (AccessKind.PERSON_RECORD, cast.employee.id)


def test_every_page_about_a_person_is_logged_refused_forms_as_well(
    cast: Cast, sign_in: SignIn
) -> None:
    enrolment = an_enrolment(cast.employee, cast.english_offering)
    db.session.commit()
    client, path = sign_in(cast.hr), f"/people/{cast.employee.id}"
    withdrawal = f"{path}/enrolments/{enrolment.id}/withdrawal"
    for method, address, status in (
        ("POST", f"{path}/enrol", 422),
        ("GET", f"{path}/contact", 200),
        ("POST", f"{path}/contact", 422),
        ("GET", withdrawal, 200),
        ("GET", f"{path}/timeline", 200),
    ):
        before = len(db.session.scalars(select(AccessEntry)).all())
        assert client.open(address, method=method).status_code == status, address
        *_, entry = db.session.scalars(select(AccessEntry).order_by(AccessEntry.id)).all()
        assert len(db.session.scalars(select(AccessEntry)).all()) == before + 1, address
        assert (entry.kind, entry.person_id) == (AccessKind.PERSON_RECORD, cast.employee.id)


def test_a_coordinator_enrols_a_colleague_without_email(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.coordinator)
    address = f"/people/{cast.without_email.id}"
    form = form_with(client.get(address).text, "offering_id")
    form["offering_id"] = str(cast.funding_offering.id)
    page = client.post(f"{address}/enrol", data=form)
    assert "Uwe Kraus hat sofort einen Platz." in page.text
    answer = client.post(f"{address}/enrol", data=form_with(page.text, "step"))
    assert answer.status_code == 303
    enrolment = db.session.scalars(select(Enrolment)).one()
    assert (enrolment.person_id, enrolment.status) == (cast.without_email.id, Status.CONFIRMED)
    assert "Uwe Kraus hat einen Platz" in client.get(address).text


def test_a_coordinator_withdraws_a_colleague(cast: Cast, sign_in: SignIn) -> None:
    enrolment = an_enrolment(cast.without_email, cast.english_offering)
    foreign = an_enrolment(cast.employee, cast.english_offering)
    db.session.commit()
    client = sign_in(cast.coordinator)
    address = f"/people/{cast.without_email.id}/enrolments/{enrolment.id}/withdrawal"
    assert address in client.get(f"/people/{cast.without_email.id}").text
    assert client.get(address).status_code == 200
    answer = client.post(address)
    assert answer.status_code == 303
    assert "Uwe Kraus ist abgemeldet" in client.get(answer.location).text
    db.session.refresh(enrolment)
    assert enrolment.status is Status.WITHDRAWN
    assert "Zurück zur Person" in client.get(address).text
    assert client.post(address).status_code == 422
    for person in (cast.employee, cast.without_email):
        wrong = f"/people/{person.id}/enrolments/{foreign.id}/withdrawal"
        assert client.get(wrong).status_code == 404
        assert client.post(wrong).status_code == 404
    assert sign_in(cast.manager).get(address).status_code == 403


def test_a_late_withdrawal_takes_a_reason(cast: Cast, sign_in: SignIn) -> None:
    soon = an_offering(cast.english, starts_on=clock.today() + timedelta(2))
    enrolment = an_enrolment(cast.without_email, soon)
    db.session.commit()
    client = sign_in(cast.coordinator)
    address = f"/people/{cast.without_email.id}/enrolments/{enrolment.id}/withdrawal"
    refused = client.post(address)
    assert refused.status_code == 422
    assert errors_of(refused.text)
    assert client.post(address, data={"why": "official"}).status_code == 303


def test_of_many_offerings_any_is_found_by_its_number(
    cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = an_offering(cast.english, starts_on=clock.today() + timedelta(days=200))
    db.session.commit()
    monkeypatch.setattr(enrol_form, "_NEXT", 1)
    client = sign_in(cast.hr)
    address = f"/people/{cast.employee.id}"
    page = client.get(address).text
    assert later.number not in page
    assert "Oben stehen die nächsten 1 von" in page
    refused = client.post(f"{address}/enrol", data={"number": "gibt es nicht"})
    assert refused.status_code == 422
    assert "hat die Nummer gibt es nicht" in errors_of(refused.text)
    assert 'value="gibt es nicht"' in refused.text
    preview = client.post(f"{address}/enrol", data={"number": later.number})
    assert later.number in preview.text
    answer = client.post(f"{address}/enrol", data=form_with(preview.text, "step"))
    assert answer.status_code == 303
    assert db.session.scalars(select(Enrolment)).one().offering_id == later.id


def test_enrolling_is_refused_with_the_reason(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    address = f"/people/{cast.employee.id}/enrol"
    assert client.post(address, data={}).status_code == 422
    assert client.post(address, data={"offering_id": "99999"}).status_code == 422
    refused = client.post(address, data={"offering_id": cast.advanced_offering.id})
    assert refused.status_code == 422
    assert "Voraussetzung" in errors_of(refused.text)


def test_hr_corrects_email_and_language(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    address = f"/people/{cast.without_email.id}/contact"
    form = form_with(client.get(address).text, "email")
    form["email"] = "uwe"
    refused = client.post(address, data=form)
    assert refused.status_code == 422
    assert "keine E-Mail-Adresse" in errors_of(refused.text)
    form["email"], form["language"] = "uwe.kraus@example.org", "en"
    assert client.post(address, data=form).status_code == 303
    db.session.refresh(cast.without_email)
    assert cast.without_email.email == "uwe.kraus@example.org"
    form["email"] = "kraus@example.org"
    stale = client.post(address, data=form)
    assert stale.status_code == 409
    assert "uwe.kraus@example.org" in stale.text
    assert form_with(stale.text, "email")["email"] == "kraus@example.org"


def test_an_unknown_person_is_not_found(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    assert client.get("/people/99999").status_code == 404
    assert client.get("/people/99999/contact").status_code == 404
    assert client.post("/people/99999/enrol").status_code == 404
    assert sign_in(cast.coordinator).post(f"/people/{cast.employee.id}/enrol").status_code == 404


@pytest.mark.parametrize("who", ["employee", "manager", "trainer", "international", "admin"])
def test_people_are_for_hr_and_coordinators(cast: Cast, sign_in: SignIn, who: str) -> None:
    client = sign_in(getattr(cast, who))
    for answer in (
        client.get("/people"),
        client.get(f"/people/{cast.employee.id}"),
        client.post(f"/people/{cast.employee.id}/enrol"),
        client.get(f"/people/{cast.employee.id}/contact"),
    ):
        assert answer.status_code == 403


def test_coordinators_do_not_correct_contact_data(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.coordinator)
    assert client.get(f"/people/{cast.outsider.id}/contact").status_code == 403


def test_nobody_is_enrolled_in_whatever_comes_first(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    address = f"/people/{cast.without_email.id}"
    form = form_with(client.get(address).text, "offering_id")
    assert form["offering_id"] == ""
    answer = client.post(f"{address}/enrol", data=form)
    assert answer.status_code == 422
    assert "Wählen Sie eine Veranstaltung" in errors_of(answer.text)
    assert db.session.scalars(select(Enrolment)).all() == []
