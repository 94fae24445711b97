"""Approvals: what waits for whose decision, and deciding."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.cast import Cast, a_course, a_person, an_enrolment, an_offering
from tests.conftest import CountQueries, SignIn
from tests.support.pages import errors_of, form_with
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import AccessEntry, Approval, Enrolment, Leadership
from trainingtracker.vocabulary import AccessKind, Status


@pytest.fixture
def waiting(cast: Cast) -> Enrolment:
    """The employee's request."""
    enrolment = an_enrolment(cast.employee, cast.english_offering, Status.REQUESTED)
    db.session.commit()
    return enrolment


def status(enrolment: Enrolment) -> Status:
    db.session.rollback()
    return db.session.get_one(Enrolment, enrolment.id).status


def test_a_manager_sees_what_is_needed_to_decide(
    cast: Cast, sign_in: SignIn, waiting: Enrolment
) -> None:
    cast.english.cost_per_place = 12_550
    db.session.commit()
    page = sign_in(cast.manager).get("/approvals").text
    assert "Erik Sommer: Englisch für die Verwaltung" in page
    assert "15.23 Internationale Angelegenheiten" in page
    assert "125,50\u00a0€" in page
    assert "10 von 10 Plätzen frei" in page
    assert "keine mit anderen bestätigten Kursen" in page


@pytest.mark.parametrize("who", ["other_manager", "division_manager", "head", "hr"])
def test_what_somebody_else_decides_is_not_listed(
    who: str, cast: Cast, sign_in: SignIn, waiting: Enrolment
) -> None:
    page = sign_in(getattr(cast, who)).get("/approvals").text
    assert "Sommer" not in page
    assert "Nichts wartet auf Sie." in page


def test_a_deputy_is_told_for_whom_they_decide(
    cast: Cast, sign_in: SignIn, waiting: Enrolment
) -> None:
    page = sign_in(cast.deputy).get("/approvals").text
    assert "you decide in place of Marek Lindner" in page


def test_a_managers_own_request_goes_one_level_up(cast: Cast, sign_in: SignIn) -> None:
    an_enrolment(cast.manager, cast.english_offering, Status.REQUESTED)
    assert "Nichts wartet auf Sie." in sign_in(cast.manager).get("/approvals").text
    assert "Nothing waits for you." in sign_in(cast.deputy).get("/approvals").text
    assert "Marek Lindner" in sign_in(cast.division_manager).get("/approvals").text


@pytest.mark.parametrize("what", ["approval", "refusal"])
def test_nobody_decides_on_their_own_request_by_its_address(
    cast: Cast, sign_in: SignIn, what: str
) -> None:
    own = an_enrolment(cast.manager, cast.english_offering, Status.REQUESTED)
    db.session.commit()
    client = sign_in(cast.manager)
    answer = client.post(f"/approvals/{own.id}/{what}")
    assert answer.location == f"/enrolments/{own.id}"
    assert "Über die eigene Anfrage entscheidet niemand selbst" in client.get(answer.location).text
    assert status(own) is Status.REQUESTED


def test_hr_gets_what_nobody_leads(cast: Cast, sign_in: SignIn, waiting: Enrolment) -> None:
    db.session.execute(db.delete(Leadership))
    assert "Erik Sommer" in sign_in(cast.hr).get("/approvals").text


def test_whoever_leads_nothing_has_no_approvals(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.employee).get("/approvals").status_code == 403


def test_one_press_approves(cast: Cast, sign_in: SignIn, waiting: Enrolment) -> None:
    client = sign_in(cast.manager)
    answer = client.post(f"/approvals/{waiting.id}/approval")
    assert answer.status_code == 303
    assert "Genehmigt: Erik Sommer hat einen Platz." in client.get(answer.location).text
    assert status(waiting) is Status.CONFIRMED


def test_approving_when_all_is_full_puts_on_the_waiting_list(cast: Cast, sign_in: SignIn) -> None:
    offering = an_offering(cast.english, places=1, starts_on=clock.today() + timedelta(days=60))
    an_enrolment(cast.colleague, offering)
    waiting = an_enrolment(cast.employee, offering, Status.REQUESTED)
    db.session.commit()
    client = sign_in(cast.manager)
    assert "auf Position 1" in client.get("/approvals").text
    answer = client.post(f"/approvals/{waiting.id}/approval")
    assert "Erik Sommer steht auf der Warteliste." in client.get(answer.location).text
    assert status(waiting) is Status.WAITLISTED


def test_an_overlap_is_shown_and_approving_is_not_offered(
    cast: Cast, sign_in: SignIn, waiting: Enrolment
) -> None:
    other = a_course("T-OTHER", "Zur selben Zeit", "At the same time")
    starts = cast.english_offering.starts_at
    assert starts is not None
    an_enrolment(cast.employee, an_offering(other, starts_on=clock.local_day(starts)))
    db.session.commit()
    client = sign_in(cast.manager)
    page = client.get("/approvals").text
    assert "Zur selben Zeit" in page
    assert '/approval"' not in page
    answer = client.post(f"/approvals/{waiting.id}/approval")
    assert "überschneiden sich" in client.get(answer.location).text
    assert status(waiting) is Status.REQUESTED


def test_declining_takes_a_reason(cast: Cast, sign_in: SignIn, waiting: Enrolment) -> None:
    client, address = sign_in(cast.manager), f"/approvals/{waiting.id}/refusal"
    assert "Anfrage von Erik Sommer ablehnen" in client.get(address).text
    for empty in ("", "   ", "\u00a0"):
        refused = client.post(address, data={"reason": empty})
        assert refused.status_code == 422
        assert 'aria-invalid="true"' in refused.text
        assert "Bitte füllen Sie dieses Feld aus." in refused.text
    assert status(waiting) is Status.REQUESTED
    answer = client.post(address, data={"reason": "Im Mai ist Messe."})
    assert "Abgelehnt: Erik Sommer" in client.get(answer.location).text
    assert status(waiting) is Status.DECLINED
    assert db.session.scalars(select(Approval.reason)).one() == "Im Mai ist Messe."


def test_what_was_typed_is_kept_when_it_is_too_long(
    cast: Cast, sign_in: SignIn, waiting: Enrolment
) -> None:
    typed = "Im Mai ist Messe. " * 100
    answer = sign_in(cast.manager).post(f"/approvals/{waiting.id}/refusal", data={"reason": typed})
    assert answer.status_code == 422
    assert typed.strip() in answer.text


@pytest.mark.parametrize("path", ["approval", "refusal"])
def test_a_request_of_other_peoples_teams_does_not_exist(
    path: str, cast: Cast, sign_in: SignIn, waiting: Enrolment
) -> None:
    client = sign_in(cast.other_manager)
    assert client.post(f"/approvals/{waiting.id}/{path}").status_code == 404
    assert client.post(f"/approvals/999999/{path}").status_code == 404
    assert status(waiting) is Status.REQUESTED


def test_deciding_twice_says_what_has_happened(
    cast: Cast, sign_in: SignIn, waiting: Enrolment
) -> None:
    assert sign_in(cast.deputy).post(f"/approvals/{waiting.id}/approval").status_code == 303
    client = sign_in(cast.manager)
    answer = client.post(f"/approvals/{waiting.id}/refusal", data={"reason": "Nein"})
    assert answer.status_code == 303
    assert "inzwischen" in client.get(answer.location).text.lower()
    assert status(waiting) is Status.CONFIRMED


@pytest.mark.parametrize("decided", [Status.COMPLETED, Status.CONFIRMED, Status.DECLINED])
def test_what_is_decided_has_no_page_for_declining(
    decided: Status, cast: Cast, sign_in: SignIn, waiting: Enrolment
) -> None:
    waiting.status = decided
    db.session.commit()
    client, path = sign_in(cast.manager), f"/approvals/{waiting.id}/refusal"
    for method, reason in (("GET", ""), ("POST", "Nein"), ("POST", "")):
        refused = client.open(path, method=method, data={"reason": reason})
        assert refused.status_code == 303
        assert "inzwischen" in client.get(refused.location).text.lower()


def test_the_look_at_names_is_logged(cast: Cast, sign_in: SignIn, waiting: Enrolment) -> None:
    sign_in(cast.manager).get("/approvals")
    entry = db.session.scalars(select(AccessEntry)).one()
    assert (entry.kind, entry.actor_id, entry.row_count) == (AccessKind.TEAM, cast.manager.id, 1)


@pytest.mark.parametrize("more", [1, 12])
def test_the_list_takes_the_same_queries_however_long_it_is(
    more: int, cast: Cast, sign_in: SignIn, count_queries: CountQueries
) -> None:
    for number in range(more):
        person = a_person("Nora", f"Neu{number}", cast.unit_1523)
        an_enrolment(person, cast.english_offering, Status.REQUESTED)
        an_enrolment(person, cast.funding_offering, Status.WAITLISTED)
    db.session.commit()
    client = sign_in(cast.manager)
    with count_queries() as counted:
        assert client.get("/approvals").status_code == 200
    assert counted.number <= 19


def test_the_page_of_a_request_shows_who_decides_and_what_has_happened(
    cast: Cast, sign_in: SignIn, waiting: Enrolment
) -> None:
    address = f"/approvals/{waiting.id}"
    page = sign_in(cast.manager).get(address).text
    assert "auf die Entscheidung von Marek Lindner oder Dilara Özkan" in page
    sign_in(cast.deputy).post(f"{address}/approval")
    for reader in (cast.manager, cast.hr):
        page = sign_in(reader).get(address).text
        assert "Dilara Özkan (anstelle von Marek Lindner)" in page
    for stranger in (cast.other_manager, cast.coordinator):
        assert sign_in(stranger).get(address).status_code == 404
    assert sign_in(cast.employee).get(address).status_code == 403


def test_the_official_interest_is_asked_for_and_kept_when_refused(
    cast: Cast, sign_in: SignIn, waiting: Enrolment
) -> None:
    cast.english.asks_interest = True
    db.session.commit()
    client, address = sign_in(cast.manager), f"/approvals/{waiting.id}/approval"
    refused = client.post(address, data={"cost_share": "50", "trip_note": "Mit der Bahn"})
    assert refused.status_code == 422
    assert "Dienstliches Interesse: Wählen Sie" in errors_of(refused.text)
    kept = form_with(refused.text, "interest").to_dict()
    assert (kept["cost_share"], kept["trip_note"].strip()) == ("50", "Mit der Bahn")
    refused = client.post(address, data=kept | {"interest": "partly"})
    assert "Arbeitszeit zählt" in errors_of(refused.text)
    assert status(waiting) is Status.REQUESTED
    answer = client.post(address, data=kept | {"interest": "partly", "time_share": "100"})
    assert answer.status_code == 303
    assert status(waiting) is Status.CONFIRMED
    own = sign_in(cast.employee).get(f"/enrolments/{waiting.id}").text
    assert "Teilweise im dienstlichen Interesse" in own
    assert "Mit der Bahn" in own


def test_at_the_second_stage_hr_reads_what_the_manager_stated(
    cast: Cast, sign_in: SignIn, waiting: Enrolment
) -> None:
    cast.english.asks_interest = cast.english.needs_hr_approval = True
    db.session.commit()
    address = f"/approvals/{waiting.id}"
    client = sign_in(cast.manager)
    answer = client.post(f"{address}/approval", data={"interest": "full"})
    assert "entscheidet jetzt der Personalbereich" in client.get(answer.location).text
    # A second click changes nothing and says why.
    again = client.post(f"{address}/approval", data={"interest": "full"})
    assert "entscheidet jetzt der Personalbereich" in client.get(again.location).text
    assert "auf die Entscheidung des Personalbereichs." in sign_in(cast.employee).get("/").text
    client = sign_in(cast.hr)
    assert "Erik Sommer" in client.get("/approvals").text
    form = form_with(client.get(address).text, "interest")
    assert (form["interest"], form["cost_share"]) == ("full", "100")
    assert client.post(f"{address}/approval", data=form).status_code == 303
    assert status(waiting) is Status.CONFIRMED


def test_coordinators_remind_and_do_not_decide(cast: Cast, sign_in: SignIn) -> None:
    waiting = an_enrolment(cast.outsider, cast.english_offering, Status.REQUESTED)
    foreign = an_enrolment(cast.employee, cast.english_offering, Status.REQUESTED)
    db.session.commit()
    client = sign_in(cast.coordinator)
    page = client.get(f"/approvals/{waiting.id}").text
    assert "Jetzt erinnern" in page
    assert "Genehmigen" not in page
    answer = client.post(f"/approvals/{waiting.id}/reminder")
    assert "Erinnert: Wiebke Stein, Jonas Falk." in client.get(answer.location).text
    again = client.post(f"/approvals/{waiting.id}/reminder")
    assert "gerade erst" in client.get(again.location).text
    assert client.post(f"/approvals/{foreign.id}/reminder").status_code == 404
