"""The pages of trainings outside the catalogue: asking, deciding, files, checking."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import select

from tests.cast import Cast, a_person, competence_at, granted
from tests.conftest import CountQueries, SignIn
from tests.enrolment.acting import mails_to
from tests.external.acting import KEY, PDF, PNG, asked, begun, certificate_of, steps
from tests.reports.reading import opened, records
from tests.support.pages import errors_of, form_with, rows_of
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.external import documents
from trainingtracker.external.documents import Sent
from trainingtracker.models import (
    AccessEntry,
    ExternalDocument,
    ExternalTraining,
    Holding,
    Person,
)
from trainingtracker.vocabulary import AccessKind, DocumentKind, ExternalStatus, Role

NEW = "/external-trainings/new"


def typed(**changes: Any) -> dict[str, Any]:
    first = clock.today() + timedelta(days=20)
    return {
        "submission": KEY,
        "title": "Fachtagung",
        "provider": "Akademie",
        "starts_on": first.isoformat(),
        "ends_on": first.isoformat(),
        "cost": "180,50",
        "purpose": "Für das Projekt.",
        "no_leave": "y",
    } | changes


def a_file(content: bytes = PDF, name: str = "Programm.pdf") -> tuple[BytesIO, str]:
    return BytesIO(content), name


def only() -> ExternalTraining:
    db.session.rollback()
    return db.session.scalars(select(ExternalTraining)).one()


def none_asked() -> bool:
    db.session.rollback()
    return db.session.scalars(select(ExternalTraining)).all() == []


def test_somebody_asks_and_sees_where_it_stands(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.employee)
    assert NEW in client.get("/").text
    form = form_with(client.get(NEW).text, "title")
    assert form["cost"] == ""
    sent = typed(submission=form["submission"], attachment=a_file())
    answer = client.post(NEW, data=sent)
    assert answer.status_code == 303
    training = only()
    assert (training.cost, training.status) == (18_050, ExternalStatus.REQUESTED)
    page = client.get(answer.location).text
    assert "Bei der Führungskraft" in page
    assert "Programm.pdf" in page
    assert "Fachtagung" in client.get("/").text
    # Back and pressed again: the same request.
    again = client.post(NEW, data=sent | {"attachment": a_file()})
    assert again.location == answer.location
    only()


WRONG = {
    "title": [" ", "x" * 251],
    "provider": [""],
    "starts_on": ["gestern", "2020-01-01"],
    "ends_on": ["", "2020-01-01"],
    "cost": ["", "viel", "-5"],
    "purpose": [""],
    "no_leave": [""],
}


def test_what_is_wrong_is_named_and_nothing_typed_is_lost(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.employee)
    for field, wrong in ((name, each) for name, values in WRONG.items() for each in values):
        sent = typed(**{field: wrong})
        answer = client.post(NEW, data=sent)
        assert (field, answer.status_code) == (field, 422)
        assert f'href="#{field}"' in answer.text
        shown = form_with(answer.text, "title")
        kept = ("title", "provider", "purpose", "cost", "starts_on", "ends_on")
        assert {name: shown[name].strip() for name in kept} == {
            name: sent[name].strip() for name in kept
        }
    assert none_asked()


def test_a_file_is_not_lost_when_something_else_is_wrong(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.employee)
    answer = client.post(NEW, data=typed(title="") | {"attachment": a_file()})
    assert "Programm.pdf" in answer.text
    assert "muss nicht noch einmal gewählt werden" in answer.text
    corrected = typed(submission=form_with(answer.text, "title")["submission"])
    assert client.post(NEW, data=corrected).status_code == 303
    assert [d.name for d in documents.of_training(only().id)] == ["Programm.pdf"]


def test_educational_leave_is_not_asked_for_here(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.employee)
    assert "Bildungsurlaub wird nicht hier beantragt" in client.get(NEW).text
    answer = client.post(NEW, data=typed(no_leave=""))
    assert "weder erfasst noch gezählt" in errors_of(answer.text)
    assert none_asked()


def test_a_waiting_file_can_be_done_without_or_replaced(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.employee)
    client.post(NEW, data=typed(title="") | {"attachment": a_file()})
    client.post(NEW, data=typed(title="") | {"attachment": a_file(PNG, "Bild.png")})
    client.post(NEW, data=typed(without_attachment="y"))
    assert documents.of_training(only().id) == []
    client.post(NEW, data=typed(submission="f" * 32, title="") | {"attachment": a_file()})
    second = typed(submission="f" * 32, title="Seminar") | {"attachment": a_file(PNG, "Bild.png")}
    client.post(NEW, data=second)
    db.session.rollback()
    assert [d.name for d in db.session.scalars(select(ExternalDocument))] == ["Bild.png"]


@pytest.mark.parametrize("content", [b"<html><script>alert(1)</script>", b"MZ" + b"\0" * 99, b""])
def test_a_file_of_another_kind_is_refused_whatever_its_name(
    cast: Cast, sign_in: SignIn, content: bytes
) -> None:
    answer = sign_in(cast.employee).post(NEW, data=typed() | {"attachment": a_file(content)})
    assert answer.status_code == 422
    assert 'href="#attachment"' in answer.text
    assert none_asked()


def test_coordinators_ask_for_people_of_their_unit_alone(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.coordinator)
    page = f"/people/{cast.without_email.id}"
    assert f"{page}/external-trainings/new" in client.get(page).text
    answer = client.post(f"{page}/external-trainings/new", data=typed())
    assert only().person_id == cast.without_email.id
    assert client.get(answer.location).status_code == 200
    elsewhere = f"/people/{cast.employee.id}/external-trainings/new"
    assert client.post(elsewhere, data=typed()).status_code == 404


def test_the_manager_and_hr_decide_on_their_pages(cast: Cast, sign_in: SignIn) -> None:
    training = asked(cast, attachment=Sent("Programm.pdf", PDF))
    manager, hr = sign_in(cast.manager), sign_in(cast.hr)
    assert "wartet auf Ihre Entscheidung" in manager.get("/").text
    page = manager.get("/approvals").text
    assert "Erik Sommer: Fachtagung" in page
    assert "Programm.pdf" in page
    address = f"/external-trainings/{training.id}"
    # The navigation says where each of them has come from.
    belongs = '<a href="%s" aria-current="page">'
    assert belongs % "/approvals" in manager.get(address).text
    assert belongs % "/" in sign_in(cast.employee).get(address).text
    assert manager.post(f"{address}/approval", data={"stage": "requested"}).status_code == 303
    assert "Fachtagung" not in manager.get("/approvals").text
    assert "Externe Fortbildungen zu entscheiden" in hr.get("/planning").text
    # Pressed again by the manager: told, nothing happens.
    again = manager.post(f"{address}/approval", data={"stage": "requested"})
    assert "inzwischen entschieden" in manager.get(again.location).text
    assert manager.post(f"{address}/approval", data={"stage": "endorsed"}).status_code == 303
    assert only().status is ExternalStatus.ENDORSED
    hr.post(f"{address}/approval", data={"stage": "endorsed"})
    assert only().status is ExternalStatus.APPROVED
    assert "Marek Lindner" in sign_in(cast.employee).get(address).text


def test_a_manager_finds_what_is_under_way_on_the_page_of_the_team(
    cast: Cast, sign_in: SignIn
) -> None:
    training = asked(cast, status=ExternalStatus.APPROVED)
    asked(cast, status=ExternalStatus.DECLINED, title="Seminar")
    manager = sign_in(cast.manager)
    page = manager.get("/team?view=list").text
    assert f'href="/external-trainings/{training.id}"' in page
    assert "Seminar" not in page
    assert manager.get(f"/external-trainings/{training.id}").status_code == 200
    assert "Fachtagung" not in sign_in(cast.other_manager).get("/team?view=list").text


def test_declining_takes_a_reason_that_the_person_reads(cast: Cast, sign_in: SignIn) -> None:
    training, deputy = asked(cast), sign_in(cast.deputy)
    address = f"/external-trainings/{training.id}/refusal"
    sent = form_with(deputy.get(address).text, "reason")
    sent["reason"] = " "
    assert deputy.post(address, data=sent).status_code == 422
    sent["reason"] = "Keine Mittel"
    assert deputy.post(address, data=sent).status_code == 303
    page = sign_in(cast.employee).get(f"/external-trainings/{training.id}").text
    assert "Keine Mittel" in page
    assert "anstelle von Marek Lindner" in page
    assert steps(training)[-1] == ("decline", cast.deputy.id, cast.manager.id)


def test_who_may_know_of_a_request(cast: Cast, sign_in: SignIn) -> None:
    granted(cast.colleague, Role.COORDINATOR, unit=cast.unit_15)
    training = asked(cast, status=ExternalStatus.SENT, attachment=Sent("Programm.pdf", PDF))
    certificate = certificate_of(training)
    (attachment,) = documents.of_training(training.id, DocumentKind.ATTACHMENT)
    page = f"/external-trainings/{training.id}"
    answers = {
        person.first_name: [
            sign_in(person).get(path).status_code
            for path in (
                page, f"{page}/documents/{attachment.id}", f"{page}/documents/{certificate}",
            )
        ]
        for person in (
            cast.employee, cast.manager, cast.deputy, cast.colleague, cast.hr,
            cast.division_manager, cast.other_manager, cast.coordinator, cast.international,
        )
    }  # fmt: skip
    all_of_it, without_certificate, nothing = [200] * 3, [200, 200, 404], [404] * 3
    assert answers == {
        "Erik": all_of_it, "Marek": without_certificate, "Dilara": without_certificate,
        "Kira": without_certificate, "Hanna": all_of_it, "Henrike": nothing, "Wiebke": nothing,
        "Carla": nothing, "Inês": nothing,
    }  # fmt: skip
    other = asked(cast, cast.colleague, title="Seminar")
    mixed = f"/external-trainings/{other.id}/documents/{certificate}"
    assert sign_in(cast.hr).get(mixed).status_code == 404
    for verb in ("certificate", "withdrawal"):
        assert sign_in(cast.manager).post(f"{page}/{verb}").status_code == 404
    assert sign_in(cast.other_manager).post(f"{page}/approval").status_code == 404


def test_a_file_is_saved_never_shown_and_the_look_is_logged(cast: Cast, sign_in: SignIn) -> None:
    training = asked(cast, status=ExternalStatus.SENT)
    address = f"/external-trainings/{training.id}/documents/{certificate_of(training)}"
    answer = sign_in(cast.hr).get(address)
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"] == "attachment; filename=Urkunde.pdf"
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"
    sign_in(cast.employee).get(address)
    looks = db.session.scalars(
        select(AccessEntry).where(AccessEntry.kind == AccessKind.DOCUMENT)
    ).all()
    assert [(look.actor_id, look.person_id) for look in looks] == [(cast.hr.id, cast.employee.id)]


def test_the_certificate_is_sent_and_hr_records_it(cast: Cast, sign_in: SignIn) -> None:
    training = asked(cast, status=ExternalStatus.APPROVED)
    employee, hr = sign_in(cast.employee), sign_in(cast.hr)
    page = f"/external-trainings/{training.id}"
    early = employee.post(f"{page}/certificate", data={"file": a_file()})
    assert early.status_code == 422
    begun(training)
    assert employee.post(f"{page}/certificate", data={}).status_code == 422
    wrong = employee.post(f"{page}/certificate", data={"file": a_file(b"Text", "a.pdf")})
    assert wrong.status_code == 422
    assert "keine PDF-, PNG- oder JPEG-Datei" in errors_of(wrong.text)
    assert employee.post(f"{page}/certificate", data={"file": a_file()}).status_code == 303

    desk = hr.get("/planning").text
    assert f'href="{page}/check"' in desk
    form = form_with(hr.get(f"{page}/check").text, "level")
    form["level"] = ""
    assert 'href="#level"' in hr.post(f"{page}/check", data=form).text
    competence, level = competence_at("eng", "B2")
    form["level"], form["last_day"] = f"level:{competence.id}:{level.id}", "2020-01-01"
    refused = hr.post(f"{page}/check", data=form)
    assert refused.status_code == 422
    assert 'href="#last_day"' in refused.text
    assert form_with(refused.text, "level")["level"] == form["level"]
    form["last_day"] = (clock.today() + timedelta(days=500)).isoformat()
    assert hr.post(f"{page}/check", data=form).status_code == 303
    assert hr.post(f"{page}/check", data=form).status_code == 303
    assert (
        len(db.session.scalars(select(Holding).where(Holding.external_id.is_not(None))).all()) == 1
    )
    assert "Fachtagung" in employee.get("/").text
    for view in ("", "/timeline"):
        assert "Fachtagung" in hr.get(f"/people/{cast.employee.id}{view}").text


def test_another_certificate_sent_meanwhile_is_looked_at_first(cast: Cast, sign_in: SignIn) -> None:
    training = asked(cast, status=ExternalStatus.SENT)
    employee, hr = sign_in(cast.employee), sign_in(cast.hr)
    page = f"/external-trainings/{training.id}"
    form = form_with(hr.get(f"{page}/check").text, "level")
    form["level"] = "none"
    employee.post(f"{page}/certificate", data={"file": a_file(PNG, "neu.png")})
    answer = hr.post(f"{page}/check", data=form)
    assert answer.status_code == 409
    shown = form_with(answer.text, "level")
    assert shown["level"] == "none"
    assert "neu.png" in answer.text
    assert hr.post(f"{page}/check", data=shown).status_code == 303
    assert only().status is ExternalStatus.CONFIRMED


def test_hr_sends_back_and_corrects_with_a_reason(cast: Cast, sign_in: SignIn) -> None:
    training = asked(cast, status=ExternalStatus.SENT)
    hr, page = sign_in(cast.hr), f"/external-trainings/{training.id}"
    form = form_with(hr.get(f"{page}/check").text, "back-reason")
    empty = hr.post(f"{page}/return", data=form)
    assert empty.status_code == 422
    assert 'href="#back-reason"' in empty.text
    form["back-reason"] = "Seite 2 fehlt"
    hr.post(f"{page}/return", data=form)
    assert "Seite 2 fehlt" in sign_in(cast.employee).get(page).text
    done = asked(cast, status=ExternalStatus.CONFIRMED, title="Sprachprüfung")
    page = f"/external-trainings/{done.id}"
    assert hr.post(f"{page}/correction", data={"reason": ""}).status_code == 422
    assert hr.post(f"{page}/correction", data={"reason": "B1"}).status_code == 303
    assert mails_to(cast.employee)[-1] == "external_checked_again"


def test_a_request_is_taken_back_after_saying_what_happens(cast: Cast, sign_in: SignIn) -> None:
    training = asked(cast, attachment=Sent("Programm.pdf", PDF))
    client, page = sign_in(cast.employee), f"/external-trainings/{training.id}/withdrawal"
    assert "1 eingereichte Datei wird gelöscht" in client.get(page).text
    assert client.post(page).status_code == 303
    assert client.post(page).status_code == 303
    assert only().status is ExternalStatus.WITHDRAWN


def test_the_list_is_filtered_and_a_coordinators_is_of_their_people(
    cast: Cast, sign_in: SignIn
) -> None:
    asked(cast)
    asked(cast, cast.outsider, title="Seminar", status=ExternalStatus.ENDORSED)
    hr, coordinator = sign_in(cast.hr), sign_in(cast.coordinator)
    assert len(rows_of(hr.get("/planning/external-trainings").text)) == 2
    assert len(rows_of(hr.get("/planning/external-trainings?status=requested").text)) == 1
    assert len(rows_of(hr.get("/planning/external-trainings?status=junk").text)) == 2
    (row,) = rows_of(coordinator.get("/planning/external-trainings").text)
    assert "Reimann" in row
    address = "/planning/external-trainings/list.xlsx?status=requested"
    (row,) = records(opened(hr.get(address, buffered=True).data)["Externe Fortbildungen"])
    assert (row["Nachname"], row["Kosten"], row["Status"]) == (
        "Sommer", 180, "Bei der Führungskraft",
    )  # fmt: skip
    answer = coordinator.get(address, buffered=True)
    assert records(opened(answer.data)["Externe Fortbildungen"]) == []


def test_what_hangs_is_on_the_desk_of_hr_and_coordinator(cast: Cast, sign_in: SignIn) -> None:
    training = asked(cast, cast.outsider)
    fresh = sign_in(cast.coordinator).get("/planning").text
    training.status_since = clock.now() - timedelta(days=14)
    db.session.commit()
    assert "Fachtagung" not in fresh
    for person in (cast.coordinator, cast.hr):
        page = sign_in(person).get("/planning").text
        assert "Externe Fortbildungen, die hängen" in page
        assert "Wiebke Stein entscheidet" in page


def test_more_trainings_need_no_more_queries(
    cast: Cast, sign_in: SignIn, count_queries: CountQueries
) -> None:
    def one_in_each_state(number: int, person: Person) -> None:
        for status in ExternalStatus:
            training = asked(cast, person, title=f"T {number} {status}", status=status)
            training.status_since = clock.now() - timedelta(days=20)
        db.session.commit()

    pages = {
        (cast.manager, "/approvals"), (cast.hr, "/planning"), (cast.employee, "/"),
        (cast.hr, "/planning/external-trainings"),
    }  # fmt: skip
    readers = {each: sign_in(each[0]) for each in pages}

    def counted() -> dict[str, int]:
        numbers = {}
        for (person, path), client in readers.items():
            client.get(path)
            with count_queries() as made:
                assert client.get(path).status_code == 200
            numbers[f"{person.last_name} {path}"] = made.number
        return numbers

    one_in_each_state(0, cast.employee)
    few = counted()
    one_in_each_state(1, cast.employee)
    one_in_each_state(2, a_person("Neu", "Hier", cast.unit_1523))
    assert counted() == few
