"""What HR does with one participant, and the history it leaves."""

from datetime import timedelta

import pytest
from lxml import html
from sqlalchemy import select

from tests.cast import Cast, an_enrolment, an_offering
from tests.conftest import SignIn
from tests.support.pages import errors_of, form_with
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import AccessEntry, Attendance, Enrolment
from trainingtracker.vocabulary import AccessKind, Presence, Status


def address(enrolment: Enrolment) -> str:
    return f"/offerings/{enrolment.offering_id}/participants/{enrolment.id}"


def in_status(cast: Cast, status: Status) -> Enrolment:
    enrolment = an_enrolment(cast.employee, cast.english_offering, status)
    db.session.commit()
    return enrolment


def after_the_course(cast: Cast, presence: Presence | None = Presence.PRESENT) -> Enrolment:
    over = an_offering(cast.english, starts_on=clock.today() - timedelta(5))
    enrolment = an_enrolment(cast.employee, over)
    if presence:
        db.session.add(
            Attendance(enrolment_id=enrolment.id, meeting_id=over.meetings[0].id, presence=presence)
        )
    db.session.commit()
    return enrolment


def test_the_page_tells_status_and_history(cast: Cast, sign_in: SignIn) -> None:
    enrolment = in_status(cast, Status.REQUESTED)
    client = sign_in(cast.hr)
    assert client.post(f"{address(enrolment)}/approve").status_code == 303
    page = client.get(address(enrolment)).text
    assert "Erik Sommer" in page
    assert "Hanna Rieck (anstelle von Marek Lindner)" in " ".join(page.split())


def test_the_look_at_a_person_is_logged(cast: Cast, sign_in: SignIn) -> None:
    enrolment = in_status(cast, Status.CONFIRMED)
    sign_in(cast.hr).get(address(enrolment))
    entry = db.session.scalars(select(AccessEntry)).one()
    assert (entry.kind, entry.person_id) == (AccessKind.PERSON_RECORD, cast.employee.id)


def test_a_refused_decision_is_a_look_at_the_person_as_well(cast: Cast, sign_in: SignIn) -> None:
    enrolment = in_status(cast, Status.COMPLETED)
    answer = sign_in(cast.hr).post(f"{address(enrolment)}/approve")
    assert answer.status_code == 422
    assert "Erik Sommer" in answer.text
    entry = db.session.scalars(select(AccessEntry)).one()
    assert (entry.kind, entry.person_id) == (AccessKind.PERSON_RECORD, cast.employee.id)


def test_declining_takes_a_reason(cast: Cast, sign_in: SignIn) -> None:
    enrolment = in_status(cast, Status.REQUESTED)
    client = sign_in(cast.hr)
    refused = client.post(f"{address(enrolment)}/decline", data={"reason": " "})
    assert refused.status_code == 422
    assert "Begründung" in errors_of(refused.text)
    shown = html.fromstring(refused.text)
    assert shown.xpath("//*[@id='error-summary']//a/@href") == ["#reason"]
    (described,) = shown.xpath("//*[@id='reason'][@aria-invalid='true']/@aria-describedby")
    assert described.split() == ["reason-help", "reason-error"]
    done = client.post(f"{address(enrolment)}/decline", data={"reason": "Kein Bezug zur Aufgabe"})
    assert done.status_code == 303
    db.session.refresh(enrolment)
    assert enrolment.status is Status.DECLINED
    assert "Kein Bezug zur Aufgabe" in client.get(address(enrolment)).text


def test_a_very_long_reason_is_refused_and_kept(cast: Cast, sign_in: SignIn) -> None:
    enrolment = in_status(cast, Status.REQUESTED)
    answer = sign_in(cast.hr).post(f"{address(enrolment)}/decline", data={"reason": "x" * 1001})
    assert answer.status_code == 422
    assert "x" * 1001 in answer.text


def test_withdrawing_gives_the_place_to_the_next(cast: Cast, sign_in: SignIn) -> None:
    offering = an_offering(cast.english, places=1)
    confirmed = an_enrolment(cast.employee, offering)
    waiting = an_enrolment(cast.colleague, offering, Status.WAITLISTED)
    db.session.commit()
    answer = sign_in(cast.hr).post(f"{address(confirmed)}/withdraw")
    assert answer.status_code == 303
    db.session.refresh(waiting)
    assert waiting.status is Status.CONFIRMED


def test_withdrawing_late_takes_a_reason_of_the_list(cast: Cast, sign_in: SignIn) -> None:
    offering = an_offering(cast.english, starts_on=clock.today() + timedelta(2))
    enrolment = an_enrolment(cast.employee, offering)
    db.session.commit()
    client = sign_in(cast.hr)
    page = client.get(address(enrolment)).text
    assert "Die Abmeldefrist ist vorbei" in page
    refused = client.post(f"{address(enrolment)}/withdraw", data={"why": "krank"})
    assert refused.status_code == 422
    assert errors_of(refused.text)
    assert "<title>Fehler: " in refused.text
    form = form_with(refused.text, "why")
    form["why"] = "personal"
    assert client.post(f"{address(enrolment)}/withdraw", data=form).status_code == 303
    assert "Persönliche Gründe" in client.get(address(enrolment)).text


@pytest.mark.parametrize(
    ("verb", "presence", "status"),
    [
        ("complete", Presence.PRESENT, Status.COMPLETED),
        ("fail", Presence.PRESENT, Status.NOT_COMPLETED),
        ("miss", Presence.UNEXCUSED, Status.NO_SHOW),
    ],
)
def test_a_single_result_is_entered(
    cast: Cast, sign_in: SignIn, verb: str, presence: Presence, status: Status
) -> None:
    enrolment = after_the_course(cast, presence)
    assert sign_in(cast.hr).post(f"{address(enrolment)}/{verb}").status_code == 303
    db.session.refresh(enrolment)
    assert enrolment.status is status


def test_a_result_against_the_attendance_is_refused(cast: Cast, sign_in: SignIn) -> None:
    enrolment = after_the_course(cast, Presence.UNEXCUSED)
    answer = sign_in(cast.hr).post(f"{address(enrolment)}/complete")
    assert answer.status_code == 422
    assert "Erik Sommer" in errors_of(answer.text)


def test_a_result_is_taken_back_with_a_reason(cast: Cast, sign_in: SignIn) -> None:
    enrolment = after_the_course(cast)
    client = sign_in(cast.hr)
    client.post(f"{address(enrolment)}/complete")
    assert client.post(f"{address(enrolment)}/correct", data={}).status_code == 422
    done = client.post(f"{address(enrolment)}/correct", data={"reason": "Verwechselt"})
    assert done.status_code == 303
    db.session.refresh(enrolment)
    assert enrolment.status is Status.CONFIRMED


def test_nobody_in_hr_decides_on_their_own_request(cast: Cast, sign_in: SignIn) -> None:
    own = an_enrolment(cast.hr, cast.english_offering, Status.REQUESTED)
    db.session.commit()
    client = sign_in(cast.hr)
    assert "Das ist Ihre eigene Anfrage" in client.get(address(own)).text
    assert client.post(f"{address(own)}/approve").status_code == 403


def test_what_is_not_possible_any_more_is_told(cast: Cast, sign_in: SignIn) -> None:
    enrolment = in_status(cast, Status.WITHDRAWN)
    answer = sign_in(cast.hr).post(f"{address(enrolment)}/withdraw")
    assert answer.status_code == 422
    assert errors_of(answer.text)


def test_an_enrolment_of_another_offering_is_not_found(cast: Cast, sign_in: SignIn) -> None:
    enrolment = in_status(cast, Status.CONFIRMED)
    client = sign_in(cast.hr)
    wrong = f"/offerings/{cast.funding_offering.id}/participants/{enrolment.id}"
    assert client.get(wrong).status_code == 404
    for verb in ("approve", "decline", "withdraw", "complete", "fail", "miss", "correct"):
        assert client.post(f"{wrong}/{verb}", data={"reason": "x"}).status_code == 404
    assert client.post(f"{address(enrolment)}/delete").status_code == 404


@pytest.mark.parametrize("who", ["employee", "manager", "trainer", "coordinator"])
def test_participants_are_hrs_to_change(cast: Cast, sign_in: SignIn, who: str) -> None:
    enrolment = in_status(cast, Status.REQUESTED)
    client = sign_in(getattr(cast, who))
    assert client.get(address(enrolment)).status_code == 403
    for verb in ("approve", "decline", "withdraw", "complete", "fail", "miss", "correct"):
        assert client.post(f"{address(enrolment)}/{verb}").status_code == 403
