"""The attendance of an offering as a grid: its participants by its meetings."""

from dataclasses import dataclass, field

from sqlalchemy import select

from trainingtracker.catalogue.availability import PLACE_HOLDING
from trainingtracker.enrolment.presence.attendance import Entry
from trainingtracker.extensions import db
from trainingtracker.models import Attendance, Enrolment, Person
from trainingtracker.vocabulary import Status

# Whoever has not answered an offer yet does not take part.
_TAKING_PART = [status for status in PLACE_HOLDING if status is not Status.OFFERED]


@dataclass(frozen=True)
class GridRow:
    """One participant; `entries` by meeting id, for the meetings where something is recorded."""

    enrolment_id: int
    person_id: int
    listed_name: str
    personnel_number: str | None
    status: Status
    entries: dict[int, Entry] = field(default_factory=dict)


def grid(offering_id: int) -> list[GridRow]:
    """Everybody with a place, by name, in two queries."""
    found = db.session.execute(
        select(
            Enrolment.id,
            Enrolment.person_id,
            Person.last_name,
            Person.first_name,
            Person.personnel_number,
            Enrolment.status,
        )
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            Enrolment.offering_id == offering_id,
            Enrolment.status.in_(_TAKING_PART),
        )
        .order_by(Person.sort_key, Enrolment.id)
    )
    rows = {
        row.id: GridRow(
            row.id,
            row.person_id,
            f"{row.last_name}, {row.first_name}".rstrip(", "),
            row.personnel_number,
            row.status,
        )
        for row in found
    }
    recorded = db.session.execute(
        select(
            Attendance.enrolment_id, Attendance.meeting_id, Attendance.presence, Attendance.minutes
        )
        .join(Enrolment, Enrolment.id == Attendance.enrolment_id)
        .where(Enrolment.offering_id == offering_id)
    )
    for enrolment_id, meeting_id, presence, minutes in recorded:
        if enrolment_id in rows:
            rows[enrolment_id].entries[meeting_id] = Entry(presence, minutes)
    return list(rows.values())
