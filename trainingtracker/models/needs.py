"""Needs before there are dates: who is interested, what managers need, who is invited first."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainingtracker import clock
from trainingtracker.extensions import Model
from trainingtracker.models.columns import Instant, Key
from trainingtracker.models.course import Course
from trainingtracker.models.offering import Offering
from trainingtracker.models.person import Person


class Interest(Model):
    """Somebody would take the course if there were a date; withdrawn, the row is gone."""

    __tablename__ = "interest"
    __table_args__ = (UniqueConstraint("person_id", "course_id"),)

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    noted_at: Mapped[Instant] = mapped_column(default=clock.now)

    person: Mapped[Person] = relationship()


class Need(Model):
    """So many people of a unit need a course by the end of the quarter that begins on `quarter`."""

    __tablename__ = "need"
    __table_args__ = (UniqueConstraint("course_id", "unit_id", "quarter"),)

    id: Mapped[Key]
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    quarter: Mapped[date]
    number: Mapped[int]
    note: Mapped[str] = mapped_column(String(500), default="")
    stated_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    stated_on: Mapped[date] = mapped_column(default=clock.today)

    course: Mapped[Course] = relationship()


class OfferingInvitation(Model):
    """Somebody whom an offering was made for: they may ask for a place before the others."""

    __tablename__ = "offering_invitation"
    __table_args__ = (UniqueConstraint("offering_id", "person_id"),)

    id: Mapped[Key]
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)

    offering: Mapped[Offering] = relationship()
    person: Mapped[Person] = relationship()
