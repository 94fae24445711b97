"""One person's official training record: enrolments, earlier participations, holdings.

Official data only: what somebody stated about themselves is shown on their own pages.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, case, select

from trainingtracker.extensions import db
from trainingtracker.external.queries.of_person import RecordedTraining, recorded
from trainingtracker.models import (
    Competence,
    Course,
    Enrolment,
    Holding,
    ImportedParticipation,
    Level,
    Offering,
)
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import (
    ApprovalStage,
    Basis,
    Evidence,
    Result,
    Status,
)


@dataclass(frozen=True)
class EnrolmentRow:
    """`round_until` says of an unanswered round until when requests are collected."""

    enrolment_id: int
    offering_id: int
    number: str
    course_id: int
    course: Bilingual
    starts_at: datetime | None
    ends_at: datetime | None
    status: Status
    requested_at: datetime
    finished_on: date | None
    paused: bool
    offer_expires_at: datetime | None
    awaiting: ApprovalStage | None
    decided_at: datetime | None
    escalated_at: datetime | None
    round_until: datetime | None


@dataclass(frozen=True)
class EarlierRow:
    """A participation from before the tracker."""

    course_id: int
    course: Bilingual
    held_on: date
    result: Result


@dataclass(frozen=True)
class HoldingRow:
    """Held since (inclusive) until (exclusive; None: for good)."""

    competence: Bilingual
    level: Bilingual
    evidence: Evidence
    since: date
    until: date | None

    @property
    def last_day(self) -> date | None:
        return self.until - timedelta(days=1) if self.until else None


@dataclass(frozen=True)
class Record:
    enrolments: list[EnrolmentRow]
    earlier: list[EarlierRow]
    holdings: list[HoldingRow]
    external: list[RecordedTraining]


def record(person_id: int) -> Record:
    """The record, the latest first, in four queries."""
    return Record(
        enrolments(person_id), earlier(person_id), holdings(person_id), recorded(person_id)
    )


def enrolments(person_id: int, *conditions: ColumnElement[bool]) -> list[EnrolmentRow]:
    """The person's enrolments that meet the conditions, the latest first."""
    rows = db.session.execute(
        select(
            Enrolment.id,
            Enrolment.offering_id,
            Offering.number,
            Offering.course_id,
            Course.title,
            Offering.starts_at,
            Offering.ends_at,
            Enrolment.status,
            Enrolment.requested_at,
            Enrolment.finished_on,
            Enrolment.paused,
            Enrolment.offer_expires_at,
            Enrolment.awaiting,
            Enrolment.decided_at,
            Enrolment.escalated_at,
            case(
                (
                    Offering.in_round & (Enrolment.status == Status.REQUESTED),
                    Offering.enrolment_closes,
                )
            ).label("round_until"),
        )
        .join(Offering, Offering.id == Enrolment.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .where(Enrolment.person_id == person_id, *conditions)
        .order_by(Offering.starts_at.desc(), Enrolment.id.desc())
    )
    return [
        EnrolmentRow(
            row.id,
            row.offering_id,
            row.number,
            row.course_id,
            row.title,
            row.starts_at,
            row.ends_at,
            row.status,
            row.requested_at,
            row.finished_on,
            row.paused,
            row.offer_expires_at,
            row.awaiting,
            row.decided_at,
            row.escalated_at,
            row.round_until,
        )
        for row in rows
    ]


def earlier(person_id: int) -> list[EarlierRow]:
    """Participations from before the tracker, the latest first."""
    rows = db.session.execute(
        select(
            ImportedParticipation.course_id,
            Course.title,
            ImportedParticipation.held_on,
            ImportedParticipation.result,
        )
        .join(Course, Course.id == ImportedParticipation.course_id)
        .where(ImportedParticipation.person_id == person_id)
        .order_by(ImportedParticipation.held_on.desc(), ImportedParticipation.id.desc())
    )
    return [EarlierRow(row.course_id, row.title, row.held_on, row.result) for row in rows]


def holdings(person_id: int) -> list[HoldingRow]:
    """Official holdings, the latest first."""
    rows = db.session.execute(
        select(
            Competence.name,
            Level.name.label("level"),
            Holding.evidence,
            Holding.since,
            Holding.until,
        )
        .join(Competence, Competence.id == Holding.competence_id)
        .join(Level, Level.id == Holding.level_id)
        .where(Holding.person_id == person_id, Holding.basis == Basis.OFFICIAL, Holding.known())
        .order_by(Holding.since.desc(), Holding.id.desc())
    )
    return [
        HoldingRow(
            row.name,
            row.level,
            row.evidence,
            row.since,
            row.until,
        )
        for row in rows
    ]
