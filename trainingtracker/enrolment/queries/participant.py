"""One enrolment with all that happened on it: events, decisions, attendance."""

from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload

from trainingtracker.enrolment.queries.story import Step, story
from trainingtracker.extensions import db
from trainingtracker.models import Attendance, Enrolment, Meeting, Offering
from trainingtracker.vocabulary import Presence


@dataclass(frozen=True)
class PresenceRow:
    """One meeting; no presence means that nothing is recorded."""

    meeting: Meeting
    presence: Presence | None
    minutes: int | None


@dataclass(frozen=True)
class Participant:
    enrolment: Enrolment
    history: list[Step]
    presence: list[PresenceRow]


def participant(offering_id: int, enrolment_id: int) -> Participant | None:
    """The enrolment where it belongs to this offering; four queries."""
    enrolment = db.session.scalar(
        select(Enrolment)
        .where(Enrolment.id == enrolment_id, Enrolment.offering_id == offering_id)
        .options(
            joinedload(Enrolment.person),
            joinedload(Enrolment.offering).joinedload(Offering.course),
        )
    )
    if enrolment is None:
        return None
    return Participant(enrolment, story(enrolment_id), _presence(enrolment))


def _presence(enrolment: Enrolment) -> list[PresenceRow]:
    rows = db.session.execute(
        select(Meeting, Attendance.presence, Attendance.minutes)
        .outerjoin(
            Attendance,
            and_(Attendance.meeting_id == Meeting.id, Attendance.enrolment_id == enrolment.id),
        )
        .where(Meeting.offering_id == enrolment.offering_id)
        .order_by(Meeting.starts_at)
    )
    return [PresenceRow(meeting, presence, minutes) for meeting, presence, minutes in rows]
