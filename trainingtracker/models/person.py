"""Persons, staff or guests, and the dated facts about their employment."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from trainingtracker.extensions import Model
from trainingtracker.models.columns import BilingualColumns, Code, Dated, Key, Name, enum_type
from trainingtracker.vocabulary import Gender, PersonKind

_LEAVING = text("exit IS NOT NULL")


class Person(Model):
    """A member of staff or a guest, whether or not they can sign in.

    `entry` and `exit` are the first and the last day of employment, both inclusive.
    `lock_counter` is written to lock the person (see enrolment/locking.py); it means nothing else.
    """

    __tablename__ = "person"
    __table_args__ = (
        # A page of the list, whatever it skips or searches for, is found in this index alone ...
        Index(
            "ix_person_listed",
            "sort_key",
            "id",
            "exit",
            "kind",
            "personnel_number",
            "search_text",
        ),
        # ... and the headcount of a day in this one.
        Index("ix_person_counted", "kind", "gender", "entry", "exit"),
        # Few have a last day: the list in its order, and whoever has left, are found here.
        Index(
            "ix_person_leaving",
            "exit",
            "sort_key",
            "id",
            sqlite_where=_LEAVING,
            postgresql_where=_LEAVING,
        ),
    )

    id: Mapped[Key]
    kind: Mapped[PersonKind] = mapped_column(enum_type(PersonKind), default=PersonKind.STAFF)
    personnel_number: Mapped[Code | None] = mapped_column(unique=True)
    last_name: Mapped[Name]
    first_name: Mapped[Name] = mapped_column(default="")
    email: Mapped[Name | None] = mapped_column(index=True)
    language: Mapped[str | None] = mapped_column(String(2))
    entry: Mapped[date | None]
    exit: Mapped[date | None]
    gender: Mapped[Gender | None] = mapped_column(enum_type(Gender))
    sort_key: Mapped[str] = mapped_column(String(500))
    search_text: Mapped[str] = mapped_column(String(1000))
    lock_counter: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def listed_name(self) -> str:
        """Surname first, as lists sort it."""
        return f"{self.last_name}, {self.first_name}".rstrip(", ")

    def employed_on(self, day: date) -> bool:
        return (self.entry is None or self.entry <= day) and (self.exit is None or day <= self.exit)


class Assignment(Dated, Model):
    """A person belongs to a unit."""

    __tablename__ = "assignment"
    # Both ways, who is where and where somebody is, are answered by the index alone.
    __table_args__ = (
        Index("ix_assignment_of_unit", "unit_id", "since", "until", "superseded_at", "person_id"),
        Index("ix_assignment_of_person", "person_id", "since", "until", "superseded_at", "unit_id"),
    )

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))


class StatusGroup(Model):
    """Civil servants, employees, trainees ...: a list that HR edits."""

    __tablename__ = "status_group"

    id: Mapped[Key]
    key: Mapped[Code] = mapped_column(unique=True)
    name_de: Mapped[Name]
    name_en: Mapped[Name]
    name = BilingualColumns("name")


class StatusGroupMembership(Dated, Model):
    __tablename__ = "status_group_membership"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    status_group_id: Mapped[int] = mapped_column(ForeignKey("status_group.id"))


class WorkingTime(Dated, Model):
    """The share of full working time, in percent (1 to 100)."""

    __tablename__ = "working_time"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    percent: Mapped[int]


class Leave(Dated, Model):
    """The person is on leave. Why is nobody's business here: there is no reason column."""

    __tablename__ = "leave"

    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
