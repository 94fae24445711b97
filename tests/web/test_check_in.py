"""Checking in by a code that changes every minute."""

from datetime import datetime, time, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.cast import Cast, an_enrolment, an_offering
from tests.conftest import SignIn
from tests.support.frozen import FrozenClock
from tests.support.pages import errors_of, form_with
from trainingtracker import clock
from trainingtracker.enrolment.presence import check_in
from trainingtracker.extensions import db
from trainingtracker.models import Attendance, Enrolment, Offering
from trainingtracker.vocabulary import Presence, Status


@pytest.fixture
def course(cast: Cast, frozen: FrozenClock) -> Offering:
    """Begins at nine; it is half past, and the employee takes part."""
    offering = an_offering(cast.english, starts_on=clock.today(), trainer=cast.trainer)
    offering.self_check_in = True
    an_enrolment(cast.employee, offering)
    db.session.commit()
    frozen.move_to(clock.today(), time(9, 30))
    return offering


def enrolment_of(offering: Offering) -> Enrolment:
    return db.session.scalars(select(Enrolment).where(Enrolment.offering_id == offering.id)).one()


def shown_to(trainer: FlaskClient, offering: Offering) -> str:
    answer = trainer.get(f"/meetings/{offering.meetings[0].id}/check-in/now.json")
    code: str = answer.get_json()["code"]
    return code


def recorded() -> list[tuple[Presence, int | None]]:
    db.session.rollback()
    return [(row.presence, row.recorded_by_id) for row in db.session.scalars(select(Attendance))]


def test_whoever_types_the_code_is_present(cast: Cast, course: Offering, sign_in: SignIn) -> None:
    trainer, client = sign_in(cast.trainer), sign_in(cast.employee)
    code = shown_to(trainer, course)
    assert code in trainer.get(f"/meetings/{course.meetings[0].id}/check-in").text
    address = f"/enrolments/{enrolment_of(course).id}"
    form = form_with(client.get(address).text, "code")
    form["code"] = f" {code.lower()[:3]} {code[3:]}"
    answer = client.post(f"{address}/check-in", data=form)
    assert answer.status_code == 303
    assert "Sie sind als anwesend erfasst" in client.get(answer.location).text
    client.post(f"{address}/check-in", data=form)
    assert recorded() == [(Presence.PRESENT, cast.employee.id)]
    assert "1 von 1" in trainer.get(f"/meetings/{course.meetings[0].id}/check-in").text


@pytest.mark.parametrize(("minutes", "status"), [(0, 303), (1, 303), (2, 422), (-1, 422)], ids=str)
def test_the_code_of_this_minute_and_of_the_one_before_count(
    cast: Cast,
    course: Offering,
    sign_in: SignIn,
    frozen: FrozenClock,
    minutes: int,
    status: int,
) -> None:
    code = shown_to(sign_in(cast.trainer), course)
    frozen.move_to(clock.now() + timedelta(minutes=minutes))
    address = f"/enrolments/{enrolment_of(course).id}/check-in"
    assert sign_in(cast.employee).post(address, data={"code": code}).status_code == status


def test_a_wrong_code_is_told_and_kept(cast: Cast, course: Offering, sign_in: SignIn) -> None:
    client = sign_in(cast.employee)
    address = f"/enrolments/{enrolment_of(course).id}/check-in"
    for typed, sentence in (("ABC234", "stimmt nicht"), ("", "dieses Feld")):
        answer = client.post(address, data={"code": typed})
        assert answer.status_code == 422
        assert sentence in errors_of(answer.text)
        assert form_with(answer.text, "code")["code"] == typed
    assert recorded() == []


def test_nobody_tries_many_codes(app: Flask, cast: Cast, course: Offering, sign_in: SignIn) -> None:
    client = sign_in(cast.employee)
    address = f"/enrolments/{enrolment_of(course).id}/check-in"
    answers = [client.post(address, data={"code": "WRONG2"}).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]
    code = shown_to(sign_in(cast.trainer), course)
    assert client.post(address, data={"code": code}).status_code == 429


def test_it_is_off_unless_switched_on_and_only_around_the_meeting(
    cast: Cast, course: Offering, sign_in: SignIn, frozen: FrozenClock
) -> None:
    trainer, client = sign_in(cast.trainer), sign_in(cast.employee)
    page, meeting = f"/enrolments/{enrolment_of(course).id}", course.meetings[0].id

    def offered(at: time) -> tuple[bool, int]:
        frozen.move_to(datetime.combine(clock.today(), at, tzinfo=clock.LOCAL_ZONE))
        answer = trainer.get(f"/meetings/{meeting}/check-in/now.json")
        return "Sind Sie da?" in client.get(page).text, answer.status_code

    assert offered(time(8, 44)) == (False, 404)
    assert offered(time(8, 45)) == (True, 200)
    assert offered(time(12, 30)) == (False, 404)
    course.self_check_in = False
    db.session.commit()
    assert offered(time(9, 30)) == (False, 404)
    assert "ausgeschaltet" in trainer.get(f"/meetings/{meeting}/check-in").text
    answer = client.post(f"{page}/check-in", data={"code": "ABC234"})
    assert answer.status_code == 422
    assert "15 Minuten vor Beginn" in errors_of(answer.text)


def test_what_the_trainer_recorded_stays(cast: Cast, course: Offering, sign_in: SignIn) -> None:
    enrolment, meeting = enrolment_of(course), course.meetings[0]
    db.session.add(
        Attendance(
            enrolment_id=enrolment.id,
            meeting_id=meeting.id,
            presence=Presence.EXCUSED,
            recorded_by_id=cast.trainer.id,
        )
    )
    db.session.commit()
    code = shown_to(sign_in(cast.trainer), course)
    address = f"/enrolments/{enrolment.id}/check-in"
    answer = sign_in(cast.employee).post(address, data={"code": code})
    assert answer.status_code == 422
    assert "etwas anderes erfasst" in answer.text
    assert recorded() == [(Presence.EXCUSED, cast.trainer.id)]


def test_only_whoever_has_a_place_checks_in_and_only_for_themselves(
    cast: Cast, course: Offering, sign_in: SignIn
) -> None:
    code = shown_to(sign_in(cast.trainer), course)
    address = f"/enrolments/{enrolment_of(course).id}/check-in"
    assert sign_in(cast.colleague).post(address, data={"code": code}).status_code == 404
    waiting = an_enrolment(cast.deputy, course, Status.WAITLISTED)
    db.session.commit()
    answer = sign_in(cast.deputy).post(f"/enrolments/{waiting.id}/check-in", data={"code": code})
    assert answer.status_code == 422
    assert recorded() == []


def test_the_code_is_shown_to_the_trainer_of_the_course_only(
    cast: Cast, course: Offering, sign_in: SignIn
) -> None:
    course.trainers = []
    db.session.commit()
    client = sign_in(cast.trainer)
    for address in ("check-in", "check-in/now.json"):
        assert client.get(f"/meetings/{course.meetings[0].id}/{address}").status_code == 404
    assert sign_in(cast.employee).get("/meetings/1/check-in").status_code == 403
    assert sign_in(cast.hr).get("/meetings/99999/check-in").status_code == 404


def test_codes_differ_by_meeting_and_by_secret(app: Flask, frozen: FrozenClock) -> None:
    codes = {check_in.code(number, secret) for number in range(50) for secret in ("a", "b")}
    assert len(codes) == 100
    assert all(len(code) == 6 for code in codes)
