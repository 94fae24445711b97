"""A course held on certain dates, and each of its meetings."""

from datetime import date

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainingtracker import clock
from trainingtracker.extensions import Model
from trainingtracker.models.columns import Code, Instant, Key, Name, enum_type
from trainingtracker.models.course import Course
from trainingtracker.models.person import Person
from trainingtracker.vocabulary import Allocation, MovingUp, OfferingStatus


class Offering(Model):
    """A course held on certain dates, with a capacity of `max_places`.

    `allocation` says how places are given out: in a round, requests are collected until enrolment
    closes, and all answers are released together at `round_released_at`. `moving_up` says how a
    place that became free reaches the next on the waiting list: with an offer they have
    `offer_days` working days to answer; from `moving_up_stops` working days before the start (none:
    the setting) nobody moves up by themselves any more.
    Whoever it was made for (OfferingInvitation) may enrol `early_days` working days earlier.
    With `self_check_in` participants record that they are present by the code that the trainer
    shows. `accessible_room`, `part_time_friendly` and `child_care` are said to whoever looks for a
    date.
    Whether it takes place with fewer than `min_places` is decided by the end of `decide_on`;
    `holds_anyway` is the decision to hold it, `warned_on` when HR was told that it is due.
    `starts_at` and `ends_at` repeat the first and last meeting so that lists can filter and sort;
    catalogue/offerings.py keeps them. `lock_counter` is written to lock (enrolment/locking.py).
    """

    __tablename__ = "offering"
    __table_args__ = (Index("ix_offering_status_starts_at", "status", "starts_at"),)

    id: Mapped[Key]
    number: Mapped[Code] = mapped_column(unique=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    status: Mapped[OfferingStatus] = mapped_column(
        enum_type(OfferingStatus), default=OfferingStatus.DRAFT
    )
    min_places: Mapped[int] = mapped_column(default=1)
    max_places: Mapped[int]
    allocation: Mapped[Allocation] = mapped_column(
        enum_type(Allocation), default=Allocation.FIRST_COME
    )
    round_released_at: Mapped[Instant | None]
    moving_up: Mapped[MovingUp] = mapped_column(enum_type(MovingUp), default=MovingUp.AT_ONCE)
    offer_days: Mapped[int] = mapped_column(default=3)
    moving_up_stops: Mapped[int | None]
    early_days: Mapped[int] = mapped_column(default=0)
    self_check_in: Mapped[bool] = mapped_column(default=False)
    accessible_room: Mapped[bool] = mapped_column(default=False)
    part_time_friendly: Mapped[bool] = mapped_column(default=False)
    child_care: Mapped[bool] = mapped_column(default=False)
    decide_on: Mapped[date | None]
    holds_anyway: Mapped[bool] = mapped_column(default=False)
    warned_on: Mapped[date | None]
    enrolment_opens: Mapped[Instant | None]
    enrolment_closes: Mapped[Instant | None]
    withdrawal_deadline: Mapped[Instant | None]
    starts_at: Mapped[Instant | None] = mapped_column(index=True)
    ends_at: Mapped[Instant | None]
    closed_at: Mapped[Instant | None]
    note_de: Mapped[str] = mapped_column(Text, default="")
    note_en: Mapped[str] = mapped_column(Text, default="")
    lock_counter: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    course: Mapped[Course] = relationship()
    meetings: Mapped[list["Meeting"]] = relationship(
        back_populates="offering", cascade="all, delete-orphan", order_by="Meeting.starts_at"
    )
    trainers: Mapped[list["OfferingTrainer"]] = relationship(cascade="all, delete-orphan")
    quotas: Mapped[list["OfferingQuota"]] = relationship(
        cascade="all, delete-orphan", order_by="OfferingQuota.id"
    )

    @hybrid_property
    def in_round(self) -> bool:
        """Whether requests are collected and nobody has an answer yet."""
        return self.allocation is Allocation.ROUND and self.round_released_at is None

    @in_round.inplace.expression
    @classmethod
    def _in_round(cls) -> ColumnElement[bool]:
        return and_(cls.allocation == Allocation.ROUND, cls.round_released_at.is_(None))


class OfferingTrainer(Model):
    __tablename__ = "offering_trainer"
    __table_args__ = (UniqueConstraint("offering_id", "person_id"),)

    id: Mapped[Key]
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    person: Mapped[Person] = relationship()


class Meeting(Model):
    """One date of an offering, at a venue or behind a link."""

    __tablename__ = "meeting"

    id: Mapped[Key]
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"), index=True)
    starts_at: Mapped[Instant] = mapped_column(index=True)
    ends_at: Mapped[Instant]
    venue: Mapped[Name] = mapped_column(default="")
    link: Mapped[str] = mapped_column(String(1000), default="")

    offering: Mapped[Offering] = relationship(back_populates="meetings")

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= clock.now()


class OfferingQuota(Model):
    """Places kept for a unit with its sub-units or a status group, `last_day` included.

    `released_at` says when what was left of them has gone to the waiting list.
    """

    __tablename__ = "offering_quota"
    __table_args__ = (
        CheckConstraint("(unit_id IS NULL) <> (status_group_id IS NULL)", name="one_group"),
    )

    id: Mapped[Key]
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"), index=True)
    places: Mapped[int]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    status_group_id: Mapped[int | None] = mapped_column(ForeignKey("status_group.id"))
    last_day: Mapped[date]
    released_at: Mapped[Instant | None]
