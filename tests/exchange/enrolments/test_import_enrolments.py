"""Lists of participants: every row goes the way that pages go, or is refused."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from tests.cast import Cast, a_course, an_enrolment, an_offering
from tests.exchange.lists import applied, changed_fields, compared, counts, messages
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.extensions import db
from trainingtracker.models import Attendance, Enrolment, Offering, OutgoingMail
from trainingtracker.vocabulary import Presence, Role, Status

HEADINGS = ["Veranstaltung", "Personalnummer", "Status", "Grund"]


@pytest.fixture
def hr(cast: Cast) -> Actor:
    return Actor(cast.hr.id, {Role.HR: None})


@pytest.fixture
def offering(cast: Cast) -> Offering:
    """Two places in a course that needs approval."""
    found = an_offering(a_course("PL-1", "Polnisch"), places=2)
    db.session.commit()
    return found


def row(offering: Offering, person: object, status: str = "", reason: str = "") -> list[object]:
    return [offering.number, getattr(person, "personnel_number", person), status, reason]


def statuses(offering: Offering) -> list[Status]:
    db.session.rollback()
    query = select(Enrolment).where(Enrolment.offering_id == offering.id).order_by(Enrolment.id)
    return [enrolment.status for enrolment in db.session.scalars(query)]


def test_places_are_asked_for_and_approved_by_the_rules(
    cast: Cast, hr: Actor, offering: Offering
) -> None:
    rows = [
        HEADINGS,
        row(offering, cast.employee, "Platz bestätigt"),
        row(offering, cast.colleague),
        row(offering, cast.outsider, "confirmed"),
    ]
    preview = applied("enrolments", rows, actor=hr)
    assert counts(preview) == (3, 0, 0, 0)
    assert statuses(offering) == [Status.CONFIRMED, Status.REQUESTED, Status.CONFIRMED]
    assert counts(compared("enrolments", rows, actor=hr)) == (0, 0, 3, 0)


def test_comparing_leaves_no_trace(cast: Cast, hr: Actor, offering: Offering) -> None:
    rows = [HEADINGS, row(offering, cast.employee, "Platz bestätigt")]
    before = offering.lock_counter
    assert counts(compared("enrolments", rows, actor=hr)) == (1, 0, 0, 0)
    db.session.commit()
    assert statuses(offering) == []
    assert db.session.scalar(select(func.count(OutgoingMail.id))) == 0
    assert offering.lock_counter == before


def test_a_place_that_is_not_free_is_not_given(cast: Cast, hr: Actor, offering: Offering) -> None:
    """The third row would wait: the list cannot say that it has a place."""
    people = (cast.employee, cast.colleague, cast.outsider)
    rows = [HEADINGS, *(row(offering, person, "Platz bestätigt") for person in people)]
    preview = compared("enrolments", rows, actor=hr)
    assert messages(preview) == [
        "By the rules this becomes “On the waiting list” and not “Place confirmed”."
    ]
    assert preview.problems[0].place.row == 4


@pytest.mark.parametrize(
    ("status", "wanted", "message"),
    [
        (Status.REQUESTED, "Abgeschlossen",
         "There is no way from “Awaiting approval” to “Completed”. Change it on the page instead."),
        (Status.REQUESTED, "Abgelehnt",
         "Please give a reason: the person will read it and can plan with it."),
        (Status.CONFIRMED, "Abgeschlossen", "The course runs until "),
        (Status.COMPLETED, "Platz bestätigt",
         "Please say why the result is taken back; it stays on record."),
        (None, "Abgeschlossen", "Nobody begins as “Completed”."),
    ],
)  # fmt: skip
def test_no_status_jumps_over_the_state_table(
    cast: Cast, hr: Actor, offering: Offering, status: Status | None, wanted: str, message: str
) -> None:
    if status:
        an_enrolment(cast.employee, offering, status)
        db.session.commit()
    (told,) = messages(
        compared("enrolments", [HEADINGS, row(offering, cast.employee, wanted)], actor=hr)
    )
    assert told.startswith(message)


def test_results_follow_attendance_and_nobody_enters_their_own(
    cast: Cast, hr: Actor, frozen: FrozenClock
) -> None:
    offering = an_offering(a_course("PL-2", "Polnisch"), starts_on=clock.today() - timedelta(7))
    taking_part = [an_enrolment(person, offering) for person in (cast.employee, cast.hr)]
    for enrolment in taking_part:
        db.session.add(
            Attendance(
                enrolment_id=enrolment.id, meeting_id=offering.meetings[0].id,
                presence=Presence.PRESENT,
            )
        )  # fmt: skip
    db.session.commit()
    rows = [
        HEADINGS,
        row(offering, cast.employee, "Abgeschlossen"),
        row(offering, cast.hr, "Abgeschlossen"),
    ]
    assert messages(compared("enrolments", rows, actor=hr)) == [
        "You take part yourself: somebody else of HR has to enter this for you."
    ]
    preview = applied("enrolments", rows[:2], actor=hr)
    ((_, fields),) = changed_fields(preview).items()
    assert fields[0][0] == "Status"
    assert statuses(offering) == [Status.COMPLETED, Status.CONFIRMED]


def test_only_hr_enters_results(cast: Cast, frozen: FrozenClock) -> None:
    offering = an_offering(a_course("PL-3", "Polnisch"), starts_on=date(2026, 1, 12))
    an_enrolment(cast.employee, offering)
    db.session.commit()
    rows = [HEADINGS, row(offering, cast.employee, "Nicht abgeschlossen")]
    told = messages(compared("enrolments", rows, actor=Actor(cast.manager.id)))
    assert told == ["Results are entered and corrected by HR."]


def test_withdrawing_takes_its_reason_from_the_list_of_reasons(
    cast: Cast, hr: Actor, offering: Offering
) -> None:
    an_enrolment(cast.employee, offering)
    db.session.commit()
    sick = [HEADINGS, row(offering, cast.employee, "Zurückgezogen", "krank")]
    (told,) = messages(compared("enrolments", sick, actor=hr))
    assert told.startswith("“krank” is not known here. Possible are: Official reasons")
    applied("enrolments", [HEADINGS, row(offering, cast.employee, "Zurückgezogen")], actor=hr)
    assert statuses(offering) == [Status.WITHDRAWN]
