"""Lists of offerings: a row is a meeting, rows of one number are one offering."""

from datetime import date, time

import pytest
from sqlalchemy import select

from tests.cast import Cast, a_course, an_enrolment
from tests.exchange.lists import applied, changed_fields, compared, counts, messages
from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.extensions import db
from trainingtracker.models import Attendance, Meeting, Offering, OutgoingMail
from trainingtracker.text import Listed
from trainingtracker.vocabulary import OfferingStatus, Presence, Role

HEADINGS = [
    "Veranstaltung", "Kurs", "Termin", "Von", "Bis", "Raum", "Plätze", "Anmeldeschluss", "Trainer",
    "Status",
]  # fmt: skip
FIRST, SECOND = date(2027, 3, 2), date(2027, 3, 9)


@pytest.fixture
def hr(cast: Cast) -> Actor:
    a_course("PL-1", "Polnisch")
    db.session.commit()
    return Actor(cast.hr.id, {Role.HR: None})


def rows(cast: Cast, status: str = "veröffentlicht") -> list[list[object]]:
    trainer = cast.trainer.personnel_number
    return [
        HEADINGS,
        ["2027/17", "PL-1", FIRST, "9:00", "12.15 Uhr", "Raum 1", 12, date(2027, 2, 20), trainer,
         status],
        ["2027/17", "PL-1", SECOND, time(9), time(12, 15), "Raum 2", "", "", "", ""],
    ]  # fmt: skip


def stored() -> Offering:
    db.session.rollback()
    return db.session.scalars(select(Offering).where(Offering.number == "2027/17")).one()


def test_rows_of_one_number_are_the_meetings_of_one_offering(cast: Cast, hr: Actor) -> None:
    assert counts(applied("offerings", rows(cast), actor=hr)) == (1, 0, 0, 0)
    offering = stored()
    assert offering.status is OfferingStatus.PUBLISHED
    assert (offering.max_places, offering.min_places) == (12, 1)
    assert offering.enrolment_closes == clock.end_of(date(2027, 2, 20))
    assert [trainer.person_id for trainer in offering.trainers] == [cast.trainer.id]
    assert [(m.starts_at, m.venue) for m in offering.meetings] == [
        (clock.at(FIRST, time(9)), "Raum 1"),
        (clock.at(SECOND, time(9)), "Raum 2"),
    ]
    assert counts(compared("offerings", rows(cast), actor=hr)) == (0, 0, 1, 0)


def test_a_moved_meeting_is_the_same_meeting_and_participants_are_told(
    cast: Cast, hr: Actor
) -> None:
    applied("offerings", rows(cast), actor=hr)
    an_enrolment(cast.employee, stored())
    db.session.commit()
    before = [meeting.id for meeting in stored().meetings]
    moved = rows(cast)
    moved[2][2] = date(2027, 3, 16)
    preview = applied("offerings", moved, actor=hr)
    ((_, fields),) = changed_fields(preview).items()
    ((name, _, after),) = fields
    assert name == "Meetings"
    assert isinstance(after, Listed)
    assert "16 March 2027" in after.in_language("en")
    assert [meeting.id for meeting in stored().meetings] == before
    assert set(db.session.scalars(select(OutgoingMail.person_id))) == {
        cast.employee.id,
        cast.trainer.id,
    }


def test_a_meeting_with_attendance_is_not_removed(cast: Cast, hr: Actor) -> None:
    applied("offerings", rows(cast), actor=hr)
    enrolment = an_enrolment(cast.employee, stored())
    second = db.session.scalars(select(Meeting).order_by(Meeting.starts_at.desc()).limit(1)).one()
    db.session.add(
        Attendance(enrolment_id=enrolment.id, meeting_id=second.id, presence=Presence.PRESENT)
    )
    db.session.commit()
    assert messages(compared("offerings", rows(cast)[:2], actor=hr)) == [
        "A meeting cannot be removed once attendance has been recorded for it."
    ]


@pytest.mark.parametrize(
    ("row", "column", "value", "message"),
    [
        (1, 6, "", "Maximum places is missing."),
        (1, 4, "8:00", "The meeting ends before it begins."),
        (2, 6, 14, "Row 2 of sheet “Tabelle1” states something else about this offering."),
        (2, 3, "mittags", "“mittags” is not a time of day. Write it as 09:00."),
        (
            1,
            9,
            "abgesagt",
            "A list publishes drafts and nothing else:",
        ),
        (1, 7, date(2027, 3, 20), "Enrolment has to close before the first meeting starts."),
    ],
)
def test_what_is_wrong_is_told(
    cast: Cast, hr: Actor, row: int, column: int, value: object, message: str
) -> None:
    wrong = rows(cast)
    wrong[row][column] = value
    (told,) = messages(compared("offerings", wrong, actor=hr))
    assert told.startswith(message)
