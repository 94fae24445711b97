"""Meetings, participants and recorded attendance beside which a list is held."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.catalogue.availability import PLACE_HOLDING
from trainingtracker.enrolment.presence.attendance import Cell, Entry
from trainingtracker.extensions import db
from trainingtracker.models import Attendance, Enrolment, Meeting

# Offering, day, time of the beginning.
_Begin = tuple[int, date, time]


@dataclass(frozen=True)
class StoredAttendance:
    """Meetings by offering and beginning, participants by offering and person."""

    meetings: dict[_Begin, int]
    enrolments: dict[tuple[int, int], int]
    recorded: dict[Cell, Entry]

    def meetings_on(self, offering_id: int, day: date, begins: time | None) -> list[int]:
        """Those of a day; a time says which of several."""
        return [
            meeting_id
            for (offering, on, at), meeting_id in self.meetings.items()
            if (offering, on) == (offering_id, day) and begins in (None, at)
        ]


def load(offering_ids: Iterable[int]) -> StoredAttendance:
    """All of these offerings, in three queries."""
    wanted = set(offering_ids)
    meetings = db.session.execute(
        select(Meeting.offering_id, Meeting.starts_at, Meeting.id)
        .where(Meeting.offering_id.in_(wanted))
        .order_by(Meeting.starts_at)
    )
    begins = {
        (offering_id, clock.local_day(starts), clock.local(starts).time()): meeting_id
        for offering_id, starts, meeting_id in meetings
    }
    enrolments = db.session.execute(
        select(Enrolment.offering_id, Enrolment.person_id, Enrolment.id).where(
            Enrolment.offering_id.in_(wanted), Enrolment.status.in_(PLACE_HOLDING)
        )
    )
    recorded = db.session.execute(
        select(
            Attendance.enrolment_id, Attendance.meeting_id, Attendance.presence, Attendance.minutes
        ).where(Attendance.meeting_id.in_(begins.values()))
    )
    return StoredAttendance(
        begins,
        {(offering, person): enrolment for offering, person, enrolment in enrolments},
        {
            (enrolment, meeting): Entry(presence, minutes)
            for enrolment, meeting, presence, minutes in recorded
        },
    )
