"""Rounds: by what places are given out together, what was proposed, and who was heard about it."""

from datetime import date

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainingtracker import clock
from trainingtracker.extensions import Model
from trainingtracker.models.columns import BilingualColumns, Instant, Key, enum_type
from trainingtracker.models.enrolment import Enrolment
from trainingtracker.models.offering import Offering
from trainingtracker.vocabulary import (
    HearingBody,
    HearingReply,
    NotYetTrained,
    RoundOutcome,
    RoundReason,
)


class AllocationRound(Model):
    """The round of an offering: its criteria, the proposal, the release.

    Requests are collected until `Offering.enrolment_closes`; when the answers were released says
    `Offering.round_released_at`.
    """

    __tablename__ = "allocation_round"

    id: Mapped[Key]
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"), unique=True)
    not_yet_trained: Mapped[NotYetTrained] = mapped_column(
        enum_type(NotYetTrained), default=NotYetTrained.COURSE
    )
    unit_shares: Mapped[bool] = mapped_column(default=True)
    proposed_at: Mapped[Instant | None]
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    release_note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    offering: Mapped[Offering] = relationship()
    priorities: Mapped[list["RoundPriority"]] = relationship(
        cascade="all, delete-orphan", order_by="RoundPriority.position"
    )


class RoundPriority(Model):
    """A group that comes before others: a unit with those below it, or a status group."""

    __tablename__ = "round_priority"

    id: Mapped[Key]
    round_id: Mapped[int] = mapped_column(ForeignKey("allocation_round.id"), index=True)
    position: Mapped[int]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    status_group_id: Mapped[int | None] = mapped_column(ForeignKey("status_group.id"))


class RoundEntry(Model):
    """A request in the order of the proposal, why it stands there, and what HR has adjusted.

    `priority` is the position of the person's group, `division_places` how many of the division
    (`division_id`) stood before. The note says of somebody refused what is missing, `released` what
    the answer was.
    """

    __tablename__ = "round_entry"

    id: Mapped[Key]
    round_id: Mapped[int] = mapped_column(ForeignKey("allocation_round.id"), index=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    rank: Mapped[int]
    reason: Mapped[RoundReason] = mapped_column(enum_type(RoundReason))
    note_de: Mapped[str] = mapped_column(Text, default="")
    note_en: Mapped[str] = mapped_column(Text, default="")
    priority: Mapped[int | None]
    trained: Mapped[bool] = mapped_column(default=False)
    division_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    division_places: Mapped[int] = mapped_column(default=0)
    adjusted: Mapped[RoundOutcome | None] = mapped_column(enum_type(RoundOutcome))
    adjusted_reason: Mapped[str] = mapped_column(Text, default="")
    adjusted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    adjusted_at: Mapped[Instant | None]
    released: Mapped[RoundOutcome | None] = mapped_column(enum_type(RoundOutcome))
    version: Mapped[int] = mapped_column(default=1)

    enrolment: Mapped[Enrolment] = relationship()
    note = BilingualColumns("note")


class Hearing(Model):
    """A list sent to a body that must be heard, and its reply; the latest of a body counts.

    `outcomes` keeps what the list said: enrolment id (as text) -> outcome. A reply that came on
    paper was recorded by HR (`replied_by_id`): `paper_dated` and `paper_from` are what it bears.
    """

    __tablename__ = "hearing"
    __table_args__ = (UniqueConstraint("round_id", "body", "sent_at"),)

    id: Mapped[Key]
    round_id: Mapped[int] = mapped_column(ForeignKey("allocation_round.id"))
    body: Mapped[HearingBody] = mapped_column(enum_type(HearingBody), index=True)
    sent_at: Mapped[Instant] = mapped_column(default=clock.now)
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    deadline: Mapped[Instant]
    outcomes: Mapped[dict[str, str]] = mapped_column(JSON)
    reply: Mapped[HearingReply | None] = mapped_column(enum_type(HearingReply))
    reply_text: Mapped[str] = mapped_column(Text, default="")
    replied_at: Mapped[Instant | None]
    replied_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    paper_dated: Mapped[date | None]
    paper_from: Mapped[str] = mapped_column(String(200), default="")

    round: Mapped[AllocationRound] = relationship()
