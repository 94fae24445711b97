"""The attendance sheet: everybody of a meeting on one page."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.cast import Cast, a_person, an_enrolment, an_offering
from tests.conftest import CountQueries, SignIn
from tests.support.pages import errors_of, form_with, rows_of
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import Attendance, Enrolment, Offering
from trainingtracker.vocabulary import Presence, Status


@pytest.fixture
def held(cast: Cast) -> Offering:
    """Yesterday's offering of the trainer with two participants and somebody waiting."""
    offering = an_offering(
        cast.english, starts_on=clock.today() - timedelta(1), trainer=cast.trainer
    )
    an_enrolment(cast.employee, offering)
    an_enrolment(cast.colleague, offering)
    an_enrolment(cast.outsider, offering, Status.WAITLISTED)
    db.session.commit()
    return offering


def address(offering: Offering) -> str:
    return f"/meetings/{offering.meetings[0].id}/attendance"


def ids(offering: Offering) -> list[int]:
    """The enrolments with a place, the employee's first."""
    return list(
        db.session.scalars(
            select(Enrolment.id)
            .where(Enrolment.offering_id == offering.id, Enrolment.place.is_not(None))
            .order_by(Enrolment.id)
        )
    )


def recorded() -> dict[int, tuple[Presence, int | None]]:
    return {
        row.enrolment_id: (row.presence, row.minutes)
        for row in db.session.scalars(select(Attendance))
    }


def test_the_sheet_lists_who_has_a_place(cast: Cast, held: Offering, sign_in: SignIn) -> None:
    page = sign_in(cast.trainer).get(address(held))
    assert page.status_code == 200
    assert [row.split(" ")[0] for row in rows_of(page.text)] == ["Petersen,", "Sommer,"]


def test_everybody_without_an_entry_becomes_present_with_one_button(
    cast: Cast, held: Offering, sign_in: SignIn
) -> None:
    client = sign_in(cast.trainer)
    first, second = ids(held)
    form = form_with(client.get(address(held)).text, f"presence-{first}")
    form[f"presence-{second}"] = "unexcused"
    form["fill"] = "present"
    answer = client.post(address(held), data=form)
    assert answer.status_code == 303
    assert recorded() == {first: (Presence.PRESENT, None), second: (Presence.UNEXCUSED, None)}
    assert "für alle gespeichert" in client.get(answer.location).text


def test_minutes_are_kept_where_somebody_was_there_for_a_part(
    cast: Cast, held: Offering, sign_in: SignIn
) -> None:
    client = sign_in(cast.hr)
    first, _second = ids(held)
    form = form_with(client.get(address(held)).text, f"presence-{first}")
    form[f"presence-{first}"], form[f"minutes-{first}"] = "present", "90"
    answer = client.post(address(held), data=form)
    assert recorded() == {first: (Presence.PRESENT, 90)}
    assert "Noch ohne Eintrag: 1" in client.get(answer.location).text
    assert (
        form_with(client.get(address(held)).text, f"presence-{first}")[f"minutes-{first}"] == "90"
    )


def test_an_entry_is_taken_back(cast: Cast, held: Offering, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    first, second = ids(held)
    client.post(address(held), data={f"presence-{first}": "excused"})
    client.post(address(held), data={f"presence-{first}": "", f"presence-{second}": ""})
    assert recorded() == {}


@pytest.mark.parametrize("typed", ["lang", "0", "211", "-5", "1.5", "9" * 5000])
def test_minutes_that_cannot_be_are_told_and_kept(
    cast: Cast, held: Offering, sign_in: SignIn, typed: str
) -> None:
    first, _second = ids(held)
    answer = sign_in(cast.hr).post(
        address(held), data={f"presence-{first}": "present", f"minutes-{first}": typed}
    )
    assert answer.status_code == 422
    assert "ganze Minuten von 1 bis 210" in errors_of(answer.text)
    assert form_with(answer.text, f"presence-{first}")[f"minutes-{first}"] == typed
    assert recorded() == {}


def test_minutes_without_present_are_told_and_kept(
    cast: Cast, held: Offering, sign_in: SignIn
) -> None:
    client = sign_in(cast.hr)
    first, second = ids(held)
    form = form_with(client.get(address(held)).text, f"presence-{first}")
    form[f"minutes-{first}"], form[f"presence-{second}"] = "90", "present"
    answer = client.post(address(held), data=form)
    assert answer.status_code == 422
    assert "Wählen Sie auch „Anwesend“" in errors_of(answer.text)
    kept = form_with(answer.text, f"presence-{first}")
    assert (kept[f"minutes-{first}"], kept[f"presence-{second}"]) == ("90", "present")
    assert client.post(address(held), data=kept | {"fill": "present"}).status_code == 303
    assert recorded()[first] == (Presence.PRESENT, 90)


def test_somebody_who_has_no_place_is_not_recorded(
    cast: Cast, held: Offering, sign_in: SignIn
) -> None:
    waiting = db.session.scalars(
        select(Enrolment.id).where(Enrolment.status == Status.WAITLISTED)
    ).one()
    sign_in(cast.hr).post(address(held), data={f"presence-{waiting}": "present"})
    assert recorded() == {}


def test_before_the_meeting_nothing_is_recorded(cast: Cast, sign_in: SignIn) -> None:
    enrolment = an_enrolment(cast.employee, cast.english_offering)
    db.session.commit()
    client = sign_in(cast.trainer)
    assert "radio" not in client.get(address(cast.english_offering)).text
    answer = client.post(
        address(cast.english_offering), data={f"presence-{enrolment.id}": "present"}
    )
    assert answer.status_code == 422
    assert errors_of(answer.text)


def test_whoever_has_a_result_keeps_the_attendance(
    cast: Cast, held: Offering, sign_in: SignIn
) -> None:
    first, _second = ids(held)
    db.session.get_one(Enrolment, first).status = Status.COMPLETED
    db.session.commit()
    client = sign_in(cast.hr)
    assert f"presence-{first}" not in client.get(address(held)).text
    client.post(address(held), data={f"presence-{first}": "excused"})
    assert recorded() == {}


def test_more_participants_need_no_more_queries(
    cast: Cast, held: Offering, sign_in: SignIn, count_queries: CountQueries
) -> None:
    client = sign_in(cast.hr)
    with count_queries() as few:
        client.get(address(held))
    for number in range(8):
        an_enrolment(a_person(f"P {number}", "Neu", account=False), held)
    db.session.commit()
    with count_queries() as many:
        client.get(address(held))
    assert many.number == few.number


def test_the_sheet_of_another_trainer_is_not_found(cast: Cast, sign_in: SignIn) -> None:
    foreign = an_offering(cast.funding, starts_on=clock.today() - timedelta(1))
    db.session.commit()
    client = sign_in(cast.trainer)
    assert client.get(address(foreign)).status_code == 404
    assert client.post(address(foreign)).status_code == 404
    assert sign_in(cast.hr).get("/meetings/99999/attendance").status_code == 404


@pytest.mark.parametrize("who", ["employee", "manager", "coordinator"])
def test_the_sheet_is_for_hr_and_trainers(
    cast: Cast, held: Offering, sign_in: SignIn, who: str
) -> None:
    client = sign_in(getattr(cast, who))
    assert client.get(address(held)).status_code == 403
    assert client.post(address(held)).status_code == 403


def test_a_page_opened_earlier_keeps_what_somebody_else_has_recorded(
    cast: Cast, held: Offering, sign_in: SignIn
) -> None:
    erik, kira = ids(held)
    nothing = {f"shown-{n}": ":" for n in (erik, kira)}
    trainer, hr = sign_in(cast.trainer), sign_in(cast.hr)
    trainer.post(
        address(held),
        data={**nothing, f"presence-{erik}": "excused", f"presence-{kira}": "present"},
    )
    hr.post(
        address(held),
        data={**nothing, f"presence-{erik}": "", f"presence-{kira}": "", "fill": "present"},
    )
    db.session.rollback()
    assert recorded() == {erik: (Presence.EXCUSED, None), kira: (Presence.PRESENT, None)}


def test_two_different_entries_for_one_participant_are_a_conflict(
    cast: Cast, held: Offering, sign_in: SignIn
) -> None:
    erik, _kira = ids(held)
    sent = {f"shown-{erik}": ":", f"presence-{erik}": "excused"}
    sign_in(cast.trainer).post(address(held), data=sent)
    page = sign_in(cast.hr).post(address(held), data={**sent, f"presence-{erik}": "unexcused"})
    assert page.status_code == 409
    assert "Jemand anderes hat hier inzwischen etwas erfasst: Entschuldigt" in page.text
    db.session.rollback()
    assert recorded() == {erik: (Presence.EXCUSED, None)}
    again = {f"shown-{erik}": "excused:", f"presence-{erik}": "unexcused"}
    assert sign_in(cast.hr).post(address(held), data=again).status_code == 303
    db.session.rollback()
    assert recorded() == {erik: (Presence.UNEXCUSED, None)}


def test_a_conflict_about_minutes_shows_both_numbers(
    cast: Cast, held: Offering, sign_in: SignIn
) -> None:
    erik, _kira = ids(held)
    sent = {f"shown-{erik}": ":", f"presence-{erik}": "present", f"minutes-{erik}": "45"}
    sign_in(cast.trainer).post(address(held), data=sent)
    page = sign_in(cast.hr).post(address(held), data={**sent, f"minutes-{erik}": "60"})
    assert page.status_code == 409
    told = "erfasst: Anwesend, 45 Minuten. Sie haben eingetragen: Anwesend, 60 Minuten."
    assert told in page.text
    db.session.rollback()
    assert recorded() == {erik: (Presence.PRESENT, 45)}


def test_a_trainer_goes_back_to_the_courses_they_lead(
    cast: Cast, held: Offering, sign_in: SignIn
) -> None:
    crumb = '<a href="/offerings">%s</a>'
    assert crumb % "Meine Veranstaltungen" in sign_in(cast.trainer).get(address(held)).text
    assert crumb % "Veranstaltungen" in sign_in(cast.hr).get(address(held)).text
