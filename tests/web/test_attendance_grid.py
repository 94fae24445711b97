"""All meetings of an offering on one page: letters and minutes, and the sheet to sign."""

import gzip
from datetime import timedelta

import pytest
from lxml import html
from sqlalchemy import select

from tests.cast import Cast, a_person, an_enrolment, an_offering
from tests.conftest import CountQueries, SignIn
from tests.support.pages import errors_of, form_with
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import Attendance, Enrolment, Offering
from trainingtracker.vocabulary import OfferingStatus, Presence, Status


@pytest.fixture
def course(cast: Cast) -> Offering:
    """Three weekly meetings, the last still to come; the employee and the colleague take part."""
    offering = an_offering(
        cast.english, starts_on=clock.today() - timedelta(10), meetings=3, trainer=cast.trainer
    )
    an_enrolment(cast.employee, offering)
    an_enrolment(cast.colleague, offering)
    an_enrolment(cast.outsider, offering, Status.WAITLISTED)
    an_enrolment(cast.deputy, offering, Status.OFFERED)
    db.session.commit()
    return offering


def address(offering: Offering) -> str:
    return f"/offerings/{offering.id}/attendance"


def cell(enrolment: int, offering: Offering, meeting: int) -> str:
    return f"a{enrolment}-{offering.meetings[meeting].id}"


def ids(offering: Offering) -> list[int]:
    """The two who take part, the employee first."""
    return list(
        db.session.scalars(
            select(Enrolment.id)
            .where(Enrolment.offering_id == offering.id, Enrolment.status == Status.CONFIRMED)
            .order_by(Enrolment.id)
        )
    )


def recorded(offering: Offering) -> dict[str, tuple[Presence, int | None]]:
    db.session.rollback()
    numbers = {meeting.id: n for n, meeting in enumerate(offering.meetings)}
    return {
        f"{row.enrolment_id} at {numbers[row.meeting_id]}": (row.presence, row.minutes)
        for row in db.session.scalars(select(Attendance))
    }


def test_letters_and_minutes_are_recorded_for_several_meetings_at_once(
    cast: Cast, course: Offering, sign_in: SignIn
) -> None:
    client = sign_in(cast.trainer)
    erik, kira = ids(course)
    page = client.get(address(course)).text
    form = form_with(page, "shown")
    assert cell(erik, course, 2) not in form, "the last meeting is still to come"
    form[cell(erik, course, 0)], form[cell(kira, course, 0)] = "a", "90"
    form[cell(erik, course, 1)], form[cell(kira, course, 1)] = "U", "210"
    answer = client.post(address(course), data=form)
    assert answer.status_code == 303
    assert recorded(course) == {
        f"{erik} at 0": (Presence.PRESENT, None),
        f"{kira} at 0": (Presence.PRESENT, 90),
        f"{erik} at 1": (Presence.UNEXCUSED, None),
        f"{kira} at 1": (Presence.PRESENT, None),
    }
    again = form_with(client.get(answer.location).text, "shown")
    assert (again[cell(erik, course, 0)], again[cell(kira, course, 0)]) == ("A", "90")
    again[cell(erik, course, 1)] = ""
    client.post(address(course), data=again)
    assert f"{erik} at 1" not in recorded(course)


def test_a_meeting_is_filled_up_with_present(cast: Cast, course: Offering, sign_in: SignIn) -> None:
    client = sign_in(cast.hr)
    erik, kira = ids(course)
    form = form_with(client.get(address(course)).text, "shown")
    form[cell(kira, course, 0)], form["fill"] = "e", str(course.meetings[0].id)
    client.post(address(course), data=form)
    assert recorded(course) == {
        f"{erik} at 0": (Presence.PRESENT, None),
        f"{kira} at 0": (Presence.EXCUSED, None),
    }
    form = form_with(client.get(address(course)).text, "shown")
    form["fill"] = "all"
    client.post(address(course), data=form)
    assert len(recorded(course)) == 4


@pytest.mark.parametrize("typed", ["x", "0", "211", "-5", "9" * 400])
def test_what_is_neither_a_letter_nor_minutes_is_told_and_kept(
    cast: Cast, course: Offering, sign_in: SignIn, typed: str
) -> None:
    client = sign_in(cast.hr)
    erik, kira = ids(course)
    form = form_with(client.get(address(course)).text, "shown")
    form[cell(erik, course, 0)], form[cell(kira, course, 0)] = typed, "e"
    answer = client.post(address(course), data=form)
    assert answer.status_code == 422
    assert "A, E, U oder ganze Minuten von 1 bis 210" in errors_of(answer.text)
    kept = form_with(answer.text, "shown")
    assert (kept[cell(erik, course, 0)], kept[cell(kira, course, 0)]) == (typed, "E")
    assert recorded(course) == {}


def test_what_somebody_else_recorded_meanwhile_is_shown_before_it_is_replaced(
    cast: Cast, course: Offering, sign_in: SignIn
) -> None:
    erik, kira = ids(course)
    trainer, hr = sign_in(cast.trainer), sign_in(cast.hr)
    old = form_with(hr.get(address(course)).text, "shown")
    theirs = form_with(trainer.get(address(course)).text, "shown")
    theirs[cell(erik, course, 0)], theirs[cell(kira, course, 0)] = "e", "e"
    trainer.post(address(course), data=theirs)
    old[cell(erik, course, 0)], old["fill"] = "u", "all"
    answer = hr.post(address(course), data=old)
    assert answer.status_code == 409
    assert (
        "inzwischen etwas erfasst: Entschuldigt. Sie haben eingetragen: Unentschuldigt"
        in errors_of(answer.text)
    )
    assert len(recorded(course)) == 2
    form = form_with(answer.text, "shown")
    assert form[cell(erik, course, 0)] == "U"
    assert hr.post(address(course), data=form).status_code == 303
    assert recorded(course)[f"{erik} at 0"] == (Presence.UNEXCUSED, None)
    assert recorded(course)[f"{kira} at 0"] == (Presence.EXCUSED, None)


def test_nobody_records_a_meeting_to_come_or_somebody_without_a_place(
    cast: Cast, course: Offering, sign_in: SignIn
) -> None:
    waiting = db.session.scalars(
        select(Enrolment.id).where(Enrolment.status == Status.WAITLISTED)
    ).one()
    erik, _kira = ids(course)
    db.session.get_one(Enrolment, erik).status = Status.COMPLETED
    db.session.commit()
    sent = {
        cell(waiting, course, 0): "a",
        cell(erik, course, 0): "a",
        cell(erik, course, 2): "a",
    }
    sign_in(cast.hr).post(address(course), data=sent)
    assert recorded(course) == {}


def test_after_the_closing_only_hr_still_records(
    cast: Cast, course: Offering, sign_in: SignIn
) -> None:
    course.status = OfferingStatus.CLOSED
    erik, _kira = ids(course)
    db.session.commit()
    name = cell(erik, course, 0)
    trainer, hr = sign_in(cast.trainer), sign_in(cast.hr)
    assert f'name="{name}"' not in trainer.get(address(course)).text
    trainer.post(address(course), data={name: "p"})
    assert recorded(course) == {}
    assert hr.post(address(course), data={name: "p"}).status_code == 303
    assert recorded(course) == {f"{erik} at 0": (Presence.PRESENT, None)}


def test_a_large_grid_is_a_small_page_in_as_many_queries(
    cast: Cast, course: Offering, sign_in: SignIn, count_queries: CountQueries
) -> None:
    client = sign_in(cast.hr)
    with count_queries() as few:
        client.get(address(course))
    large = an_offering(
        cast.english, starts_on=clock.today() - timedelta(200), meetings=15, places=25
    )
    for number in range(25):
        an_enrolment(a_person(f"P {number}", "Neu", account=False), large)
    db.session.commit()
    with count_queries() as many:
        page = client.get(address(large))
    assert many.number == few.number
    assert len(html.fromstring(page.text).xpath("//td/input")) == 25 * 15
    assert len(gzip.compress(page.data)) < 60_000
    form = form_with(page.text, "shown")
    form["fill"] = "all"
    assert client.post(address(large), data=form).status_code == 303
    assert len(db.session.scalars(select(Attendance.id)).all()) == 25 * 15


def test_the_sheet_for_signatures_has_names_units_and_a_column_for_each_meeting(
    cast: Cast, course: Offering, sign_in: SignIn
) -> None:
    page = html.fromstring(sign_in(cast.trainer).get(f"/offerings/{course.id}/signatures").text)
    (table,) = page.xpath("//main//table")
    assert len(table.xpath("thead//th")) == 2 + 3
    rows = [[each.text_content() for each in row] for row in table.xpath("tbody/tr")]
    assert [row[:2] for row in rows] == [["Petersen, Kira", "15.23"], ["Sommer, Erik", "15.23"]]
    long = an_offering(cast.english, starts_on=clock.today(), meetings=12, trainer=cast.trainer)
    an_enrolment(cast.colleague, long)
    db.session.commit()
    page = html.fromstring(sign_in(cast.trainer).get(f"/offerings/{long.id}/signatures").text)
    assert len(page.xpath("//main//table")) == 3


def test_the_grid_of_another_trainer_is_not_found(cast: Cast, sign_in: SignIn) -> None:
    foreign = an_offering(cast.funding, starts_on=clock.today() - timedelta(1))
    db.session.commit()
    client = sign_in(cast.trainer)
    assert client.get(address(foreign)).status_code == 404
    assert client.post(address(foreign)).status_code == 404
    assert client.get(f"/offerings/{foreign.id}/signatures").status_code == 404
    assert sign_in(cast.employee).get(address(foreign)).status_code == 403
    assert sign_in(cast.hr).get("/offerings/99999/attendance").status_code == 404
