"""The attendance sheet of one meeting: everybody who has a place, and what is recorded."""

from dataclasses import dataclass

from sqlalchemy import and_, func, select

from trainingtracker.catalogue.availability import PLACE_HOLDING
from trainingtracker.extensions import db
from trainingtracker.models import Attendance, Enrolment, Meeting, Person
from trainingtracker.vocabulary import Presence, Status


@dataclass(frozen=True)
class SheetRow:
    """One participant at one meeting; no presence means that nothing is recorded yet."""

    enrolment_id: int
    listed_name: str
    personnel_number: str | None
    status: Status
    presence: Presence | None
    minutes: int | None


def sheet(meeting: Meeting) -> list[SheetRow]:
    """The rows of a meeting by name, in one query."""
    rows = db.session.execute(
        select(
            Enrolment.id,
            Person.last_name,
            Person.first_name,
            Person.personnel_number,
            Enrolment.status,
            Attendance.presence,
            Attendance.minutes,
        )
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(
            Attendance,
            and_(Attendance.enrolment_id == Enrolment.id, Attendance.meeting_id == meeting.id),
        )
        .where(Enrolment.offering_id == meeting.offering_id, Enrolment.status.in_(PLACE_HOLDING))
        .order_by(Person.sort_key, Enrolment.id)
    )
    return [
        SheetRow(row.id, f"{row.last_name}, {row.first_name}".rstrip(", "), *row[3:])
        for row in rows
    ]


def recorded(offering_id: int) -> dict[int, int]:
    """How many participants have an entry, by meeting id, for the meetings of an offering."""
    rows = db.session.execute(
        select(Attendance.meeting_id, func.count(Attendance.id))
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .join(Enrolment, Enrolment.id == Attendance.enrolment_id)
        .where(Meeting.offering_id == offering_id, Enrolment.status.in_(PLACE_HOLDING))
        .group_by(Attendance.meeting_id)
    )
    return dict(rows.all())
