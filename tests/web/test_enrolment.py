"""Asking for a place, one's own enrolment, withdrawing."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.cast import Cast, a_person, an_enrolment
from tests.conftest import CountQueries, SignIn
from tests.support.frozen import FrozenClock
from trainingtracker import clock, text
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Person
from trainingtracker.vocabulary import OfferingStatus, Status


def status_of(person: Person) -> list[Status]:
    """The statuses of a person's enrolments as they stand in the database now."""
    db.session.rollback()
    return list(
        db.session.scalars(select(Enrolment.status).where(Enrolment.person_id == person.id))
    )


def ask(cast: Cast, sign_in: SignIn, person: Person, offering_id: int) -> str:
    """Ask for a place and follow to the page that tells what has happened."""
    client = sign_in(person)
    answer = client.post(f"/offerings/{offering_id}/enrolments")
    assert answer.status_code == 303
    return client.get(answer.location).text


def test_a_request_that_needs_approval_waits_for_the_manager(cast: Cast, sign_in: SignIn) -> None:
    page = ask(cast, sign_in, cast.employee, cast.english_offering.id)
    assert "Ihre Anfrage ist unterwegs." in page
    assert "Entscheidung von Marek Lindner oder Dilara Özkan" in page
    assert status_of(cast.employee) == [Status.REQUESTED]


def test_without_approval_the_place_is_confirmed_at_once(cast: Cast, sign_in: SignIn) -> None:
    page = ask(cast, sign_in, cast.employee, cast.funding_offering.id)
    assert "Ihr Platz ist bestätigt." in page
    assert status_of(cast.employee) == [Status.CONFIRMED]


def test_when_all_is_full_the_page_tells_the_position(cast: Cast, sign_in: SignIn) -> None:
    an_enrolment(cast.colleague, cast.funding_offering)
    an_enrolment(cast.manager, cast.funding_offering)
    page = ask(cast, sign_in, cast.employee, cast.funding_offering.id)
    assert "Position 1 auf der Warteliste." in page


def test_a_refusal_keeps_the_course_page_and_says_why(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.employee).post(f"/offerings/{cast.advanced_offering.id}/enrolments")
    assert answer.status_code == 422
    assert "Der Platz konnte nicht angefragt werden" in answer.text
    assert "Eine Voraussetzung fehlt" in answer.text
    assert "Verhandeln auf Englisch" in answer.text
    assert status_of(cast.employee) == []


def test_asking_twice_shows_where_one_stands(cast: Cast, sign_in: SignIn) -> None:
    ask(cast, sign_in, cast.colleague, cast.english_offering.id)
    client = sign_in(cast.colleague)
    answer = client.post(f"/offerings/{cast.english_offering.id}/enrolments")
    assert answer.status_code == 303
    assert "You have asked for this place already." in client.get(answer.location).text
    assert len(status_of(cast.colleague)) == 1


def test_a_draft_or_unknown_offering_does_not_exist(cast: Cast, sign_in: SignIn) -> None:
    cast.english_offering.status = OfferingStatus.DRAFT
    db.session.commit()
    client = sign_in(cast.employee)
    assert client.post(f"/offerings/{cast.english_offering.id}/enrolments").status_code == 404
    assert client.post("/offerings/999999/enrolments").status_code == 404


def test_the_page_of_an_enrolment_tells_its_history(cast: Cast, sign_in: SignIn) -> None:
    ask(cast, sign_in, cast.employee, cast.english_offering.id)
    enrolment_id = db.session.scalars(select(Enrolment.id)).one()
    assert sign_in(cast.manager).post(f"/approvals/{enrolment_id}/approval").status_code == 303
    page = sign_in(cast.employee).get(f"/enrolments/{enrolment_id}").text
    assert "Genehmigt, Platz zugesagt" in page
    assert "Marek Lindner" in page
    assert page.index("Angefragt") < page.index("Genehmigt, Platz zugesagt")


def test_the_reason_of_a_refusal_is_shown_as_it_was_written(cast: Cast, sign_in: SignIn) -> None:
    ask(cast, sign_in, cast.employee, cast.english_offering.id)
    enrolment_id = db.session.scalars(select(Enrolment.id)).one()
    sign_in(cast.manager).post(
        f"/approvals/{enrolment_id}/refusal", data={"reason": "Erst 100 % <fertig> werden"}
    )
    page = sign_in(cast.employee).get(f"/enrolments/{enrolment_id}").text
    assert "Erst 100 % &lt;fertig&gt; werden" in page


@pytest.mark.parametrize("path", ["", "/withdrawal"])
def test_somebody_elses_enrolment_does_not_exist(path: str, cast: Cast, sign_in: SignIn) -> None:
    enrolment = an_enrolment(cast.colleague, cast.english_offering)
    db.session.commit()
    for person in (cast.employee, cast.manager, cast.hr):
        assert sign_in(person).get(f"/enrolments/{enrolment.id}{path}").status_code == 404
    refused = sign_in(cast.employee).post(f"/enrolments/{enrolment.id}/withdrawal")
    assert refused.status_code == 404
    assert status_of(cast.colleague) == [Status.CONFIRMED]


def test_withdrawing_says_what_will_happen_and_asks_once(cast: Cast, sign_in: SignIn) -> None:
    enrolment = an_enrolment(cast.employee, cast.english_offering)
    for number in range(3):
        waiter = a_person("Wanda", f"Wartend{number}", cast.unit_23)
        an_enrolment(waiter, cast.english_offering, Status.WAITLISTED)
    db.session.commit()
    client, address = sign_in(cast.employee), f"/enrolments/{enrolment.id}/withdrawal"
    assert "Er geht sofort an die erste von 3 Personen, die warten." in client.get(address).text
    assert status_of(cast.employee) == [Status.CONFIRMED]
    answer = client.post(address)
    assert answer.status_code == 303
    assert "Sie sind abgemeldet." in client.get(answer.location).text
    assert status_of(cast.employee) == [Status.WITHDRAWN]


def test_a_late_withdrawal_takes_a_reason_of_the_list(
    frozen: FrozenClock, cast: Cast, sign_in: SignIn
) -> None:
    enrolment = an_enrolment(cast.employee, cast.english_offering)
    deadline = cast.english_offering.withdrawal_deadline
    assert deadline is not None
    db.session.commit()
    frozen.move_to(deadline + timedelta(hours=1))
    client, address = sign_in(cast.employee), f"/enrolments/{enrolment.id}/withdrawal"
    assert "Die Abmeldung gilt als verspätet" in client.get(address).text
    for wrong in ({}, {"reason": "my knee"}):
        answer = client.post(address, data=wrong)
        assert answer.status_code == 422
        sentence = f"Die Abmeldefrist endete am {text.day(clock.last_day(deadline), 'de')}."
        assert f'<a href="#reason-0">Begründung</a>: {sentence}' in answer.text
    assert status_of(cast.employee) == [Status.CONFIRMED]
    assert "aber verspätet und mit Begründung" in client.get(f"/enrolments/{enrolment.id}").text
    assert client.post(address, data={"reason": "personal"}).status_code == 303
    page = client.get(f"/enrolments/{enrolment.id}").text
    assert "Persönliche Gründe" in page
    assert "Die Anmeldung ist zurückgezogen." in page


def test_once_the_course_has_begun_the_page_sends_to_hr(
    frozen: FrozenClock, cast: Cast, sign_in: SignIn
) -> None:
    enrolment = an_enrolment(cast.employee, cast.english_offering)
    starts = cast.english_offering.starts_at
    assert starts is not None
    db.session.commit()
    frozen.move_to(starts + timedelta(hours=1))
    client = sign_in(cast.employee)
    assert "/withdrawal" not in client.get(f"/enrolments/{enrolment.id}").text
    answer = client.post(f"/enrolments/{enrolment.id}/withdrawal", data={"reason": "personal"})
    assert answer.status_code == 422
    assert status_of(cast.employee) == [Status.CONFIRMED]


def test_what_has_ended_cannot_be_withdrawn(cast: Cast, sign_in: SignIn) -> None:
    enrolment = an_enrolment(cast.employee, cast.english_offering, Status.DECLINED)
    db.session.commit()
    client = sign_in(cast.employee)
    answer = client.get(f"/enrolments/{enrolment.id}/withdrawal")
    assert answer.status_code == 303
    assert "bereits beendet" in client.get(answer.location).text


def test_the_link_to_an_online_meeting_comes_with_the_place(cast: Cast, sign_in: SignIn) -> None:
    cast.english_offering.meetings[0].link = "https://meet.example/secret"
    waiting = an_enrolment(cast.colleague, cast.english_offering, Status.WAITLISTED)
    confirmed = an_enrolment(cast.employee, cast.english_offering)
    db.session.commit()
    assert "meet.example" not in sign_in(cast.colleague).get(f"/enrolments/{waiting.id}").text
    assert "meet.example" in sign_in(cast.employee).get(f"/enrolments/{confirmed.id}").text


def test_the_page_takes_a_constant_number_of_queries(
    cast: Cast, sign_in: SignIn, count_queries: CountQueries
) -> None:
    enrolment = an_enrolment(cast.employee, cast.english_offering, Status.REQUESTED)
    db.session.commit()
    client = sign_in(cast.employee)
    with count_queries() as counted:
        assert client.get(f"/enrolments/{enrolment.id}").status_code == 200
    assert counted.number <= 18
