"""Lists of attendance: a row is one participant at one meeting."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.cast import Cast, a_course, an_enrolment, an_offering
from tests.exchange.lists import applied, changed_fields, compared, counts, messages
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.extensions import db
from trainingtracker.models import Attendance, Offering
from trainingtracker.vocabulary import Presence, Role

HEADINGS = ["Veranstaltung", "Personalnummer", "Kurstag", "Anwesenheit", "Minuten"]


@pytest.fixture
def hr(cast: Cast) -> Actor:
    return Actor(cast.hr.id, {Role.HR: None})


@pytest.fixture
def offering(cast: Cast, frozen: FrozenClock) -> Offering:
    """Two meetings, the second one tomorrow; the employee takes part."""
    found = an_offering(
        a_course("PL-1", "Polnisch"), starts_on=clock.today() - timedelta(6), meetings=2
    )
    an_enrolment(cast.employee, found)
    db.session.commit()
    return found


def first_day(offering: Offering) -> date:
    return clock.local_day(offering.meetings[0].starts_at)


def recorded() -> list[tuple[Presence, int | None]]:
    db.session.rollback()
    return [(row.presence, row.minutes) for row in db.session.scalars(select(Attendance))]


def test_attendance_is_recorded_and_corrected(cast: Cast, hr: Actor, offering: Offering) -> None:
    row = [offering.number, cast.employee.personnel_number, first_day(offering), "x", 90]
    assert counts(applied("attendance", [HEADINGS, row], actor=hr)) == (1, 0, 0, 0)
    assert recorded() == [(Presence.PRESENT, 90)]
    assert counts(compared("attendance", [HEADINGS, row], actor=hr)) == (0, 0, 1, 0)
    assert counts(compared("attendance", [HEADINGS, [*row[:3], "", ""]], actor=hr)) == (0, 0, 1, 0)
    preview = applied("attendance", [HEADINGS, [*row[:3], "entschuldigt", ""]], actor=hr)
    ((_, fields),) = changed_fields(preview).items()
    assert [name for name, _, _ in fields] == ["Attendance", "Minutes"]
    assert recorded() == [(Presence.EXCUSED, None)]


@pytest.mark.parametrize(
    ("day", "presence", "minutes", "message"),
    [
        (1, "x", "", "The offering has no meeting on that day and at that time."),
        (7, "x", "", "The meeting begins on "),
        (0, "x", 900, "The meeting takes 210 minutes; 900 minutes cannot be right."),
        (0, "fehlt", 30, "Minutes are stated of somebody who was present."),
    ],
)
def test_what_pages_refuse_lists_refuse(
    cast: Cast,
    hr: Actor,
    offering: Offering,
    day: int,
    presence: str,
    minutes: object,
    message: str,
) -> None:
    on = first_day(offering) + timedelta(day)
    row = [offering.number, cast.employee.personnel_number, on, presence, minutes]
    (told,) = messages(compared("attendance", [HEADINGS, row], actor=hr))
    assert told.startswith(message)


def test_whoever_has_no_place_was_at_no_meeting(cast: Cast, hr: Actor, offering: Offering) -> None:
    row = [offering.number, cast.colleague.personnel_number, first_day(offering), "x", ""]
    assert messages(compared("attendance", [HEADINGS, row], actor=hr)) == [
        "This person has no place in the offering."
    ]
