"""One enrolment with all that happened on it: events, decisions, attendance."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased, joinedload

from trainingtracker.extensions import db
from trainingtracker.models import (
    Approval,
    Attendance,
    Enrolment,
    EnrolmentEvent,
    Meeting,
    Offering,
    Person,
)
from trainingtracker.vocabulary import Action, Decision, Presence, Status


@dataclass(frozen=True)
class EventRow:
    """One move; without an actor the system made it."""

    at: datetime
    action: Action
    to_status: Status
    actor: str | None
    reason: str
    late: bool


@dataclass(frozen=True)
class DecisionRow:
    at: datetime
    decision: Decision
    decided_by: str
    in_place_of: str | None
    reason: str


@dataclass(frozen=True)
class PresenceRow:
    """One meeting; no presence means that nothing is recorded."""

    meeting: Meeting
    presence: Presence | None
    minutes: int | None


@dataclass(frozen=True)
class Participant:
    enrolment: Enrolment
    events: list[EventRow]
    decisions: list[DecisionRow]
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
    return Participant(
        enrolment, _events(enrolment_id), _decisions(enrolment_id), _presence(enrolment)
    )


def _events(enrolment_id: int) -> list[EventRow]:
    rows = db.session.execute(
        select(EnrolmentEvent, Person)
        .outerjoin(Person, Person.id == EnrolmentEvent.actor_id)
        .where(EnrolmentEvent.enrolment_id == enrolment_id)
        .order_by(EnrolmentEvent.id)
    )
    return [
        EventRow(
            event.effective_at,
            event.action,
            event.to_status,
            _name(actor),
            event.reason,
            event.late,
        )
        for event, actor in rows
    ]


def _decisions(enrolment_id: int) -> list[DecisionRow]:
    decided_by, in_place_of = aliased(Person), aliased(Person)
    rows = db.session.execute(
        select(Approval, decided_by, in_place_of)
        .join(decided_by, decided_by.id == Approval.decided_by_id)
        .outerjoin(in_place_of, in_place_of.id == Approval.in_place_of_id)
        .where(Approval.enrolment_id == enrolment_id)
        .order_by(Approval.id)
    )
    return [
        DecisionRow(
            approval.decided_at,
            approval.decision,
            decider.full_name,
            _name(other),
            approval.reason,
        )
        for approval, decider, other in rows
    ]


def _name(person: Person | None) -> str | None:
    return None if person is None else person.full_name


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
