"""One person's way through one offering, everything that happened on it, and who decided."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainingtracker import clock
from trainingtracker.extensions import Model
from trainingtracker.models.columns import Code, Instant, Key, enum_type
from trainingtracker.models.course import Course
from trainingtracker.models.offering import Meeting, Offering
from trainingtracker.models.person import Person
from trainingtracker.vocabulary import (
    Action,
    ApprovalStage,
    Decision,
    OfficialInterest,
    Presence,
    Result,
    Status,
)

_AWAITED = text("awaiting IS NOT NULL")
_OFFERED = text("offer_expires_at IS NOT NULL")
_SUBSTITUTE = text("substitute_for_id IS NOT NULL")
_IN_PLACE = text("in_place_of_id IS NOT NULL")
_TRANSFERRED = text("transferred_from_id IS NOT NULL")
_LIVE = text("status NOT IN ('withdrawn', 'declined', 'cancelled')")


class Enrolment(Model):
    """One person's way through one offering; only `enrolment/transitions.py` writes `status`.

    `place` is the number of the place held (lowest free first), unique in the offering: the
    database's own backstop for the capacity. `waiting_since` orders the waiting list, and
    `waiting_rank` those who began to wait at the same moment. Whoever let an offer lapse is
    `paused` until they ask again. With `date_changed` the date is another one than they asked for.
    `awaiting` says whose decision a request waits for.
    """

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("offering_id", "place"),
        Index(
            "uq_enrolment_live",
            "offering_id",
            "person_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        # With what a count of participations asks for, so that it reads nothing else.
        Index("ix_enrolment_of_person", "person_id", "status", "finished_on", "offering_id"),
        Index("ix_enrolment_offering_id_status", "offering_id", "status"),
        # Of all there ever were, few wait for a decision or an answer.
        Index(
            "ix_enrolment_awaiting",
            "status",
            "awaiting",
            sqlite_where=_AWAITED,
            postgresql_where=_AWAITED,
        ),
        Index(
            "ix_enrolment_offered",
            "status",
            "offer_expires_at",
            sqlite_where=_OFFERED,
            postgresql_where=_OFFERED,
        ),
        # Who comes in place of somebody, and whose way went on from another date, is asked for on
        # the page of each enrolment; few do.
        Index(
            "ix_enrolment_substitute_for_id",
            "substitute_for_id",
            sqlite_where=_SUBSTITUTE,
            postgresql_where=_SUBSTITUTE,
        ),
        Index(
            "ix_enrolment_transferred_from_id",
            "transferred_from_id",
            sqlite_where=_TRANSFERRED,
            postgresql_where=_TRANSFERRED,
        ),
    )

    id: Mapped[Key]
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    status: Mapped[Status] = mapped_column(enum_type(Status))
    place: Mapped[int | None]
    requested_at: Mapped[Instant] = mapped_column(default=clock.now)
    waiting_since: Mapped[Instant | None]
    waiting_rank: Mapped[int] = mapped_column(default=0)
    paused: Mapped[bool] = mapped_column(default=False)
    offer_expires_at: Mapped[Instant | None] = mapped_column(index=True)
    awaiting: Mapped[ApprovalStage | None] = mapped_column(enum_type(ApprovalStage))
    reminded_at: Mapped[Instant | None]
    escalated_at: Mapped[Instant | None]
    substitute_for_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"))
    date_changed: Mapped[bool] = mapped_column(default=False)
    transferred_from_id: Mapped[int | None] = mapped_column(ForeignKey("enrolment.id"))
    decided_at: Mapped[Instant | None]
    finished_on: Mapped[date | None]
    result: Mapped[Result | None] = mapped_column(enum_type(Result))
    attended_percent: Mapped[int | None]
    certificate_token: Mapped[str | None] = mapped_column(String(40), unique=True)
    version: Mapped[int] = mapped_column(default=1)

    offering: Mapped[Offering] = relationship()
    person: Mapped[Person] = relationship()


class EnrolmentEvent(Model):
    """One move of an enrolment. Rows are only ever added."""

    __tablename__ = "enrolment_event"

    id: Mapped[Key]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    action: Mapped[Action] = mapped_column(enum_type(Action))
    from_status: Mapped[Status | None] = mapped_column(enum_type(Status))
    to_status: Mapped[Status] = mapped_column(enum_type(Status))
    effective_at: Mapped[Instant]
    recorded_at: Mapped[Instant] = mapped_column(default=clock.now)
    reason: Mapped[str] = mapped_column(Text, default="")
    late: Mapped[bool] = mapped_column(default=False)


class Approval(Model):
    """One decision by one person, in place of another or not.

    Where the course asks for it, the decision states the official interest: the share of the costs
    that the administration bears and of the time that counts as working time (both in percent),
    and what is agreed about the official trip.
    """

    __tablename__ = "approval"
    # Everybody can look up what they, or somebody in their place, have decided.
    __table_args__ = (
        Index("ix_approval_decided_by_id", "decided_by_id", "decided_at"),
        Index(
            "ix_approval_in_place_of_id",
            "in_place_of_id",
            "decided_at",
            sqlite_where=_IN_PLACE,
            postgresql_where=_IN_PLACE,
        ),
    )

    id: Mapped[Key]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    decision: Mapped[Decision] = mapped_column(enum_type(Decision))
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    in_place_of_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[Instant] = mapped_column(default=clock.now)
    reason: Mapped[str] = mapped_column(Text, default="")
    stage: Mapped[ApprovalStage] = mapped_column(
        enum_type(ApprovalStage), default=ApprovalStage.MANAGER
    )
    interest: Mapped[OfficialInterest | None] = mapped_column(enum_type(OfficialInterest))
    cost_share: Mapped[int | None]
    time_share: Mapped[int | None]
    trip_note: Mapped[str] = mapped_column(Text, default="")


class Attendance(Model):
    """One participant at one meeting; `minutes` where less than all of it."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("enrolment_id", "meeting_id"),)

    id: Mapped[Key]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    presence: Mapped[Presence] = mapped_column(enum_type(Presence))
    minutes: Mapped[int | None]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[Instant] = mapped_column(default=clock.now)

    meeting: Mapped[Meeting] = relationship()


class ImportedParticipation(Model):
    """Somebody took part in a course before the tracker knew of it; it has no offering here."""

    __tablename__ = "imported_participation"
    __table_args__ = (
        UniqueConstraint("person_id", "course_id", "held_on"),
        Index("ix_imported_participation_counted", "person_id", "course_id", "held_on", "result"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    held_on: Mapped[date]
    result: Mapped[Result] = mapped_column(enum_type(Result), default=Result.PASSED)
    source: Mapped[Code] = mapped_column(default="")
    recorded_at: Mapped[Instant] = mapped_column(default=clock.now)

    person: Mapped[Person] = relationship()
    course: Mapped[Course] = relationship()
