"""Other dates or another venue: who is told, and for whom the new dates are in the way."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.enrolment.states import UNDER_WAY
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Course, Enrolment, Meeting, Offering, Person
from trainingtracker.notify import change_messages
from trainingtracker.text import Listed, Message, mark, span
from trainingtracker.vocabulary import OfferingStatus, Status


class _When(NamedTuple):
    starts_at: datetime
    ends_at: datetime
    venue: str
    link: str


@dataclass(frozen=True)
class Lines:
    """Meetings as the lines of a message."""

    meetings: tuple[_When, ...]

    def in_language(self, language: str) -> str:
        shown = (
            ", ".join(filter(None, (span(m.starts_at, m.ends_at, language), m.venue)))
            for m in self.meetings
        )
        return "\n".join(f"    {line}" for line in shown) or "    –"


@dataclass(frozen=True)
class Dates:
    """The meetings of an offering at a moment, to compare with what they become."""

    meetings: frozenset[_When]

    @classmethod
    def of(cls, offering: Offering) -> "Dates":
        return cls(
            frozenset(_When(m.starts_at, m.ends_at, m.venue, m.link) for m in offering.meetings)
        )

    def without(self, others: "Dates") -> Lines:
        """The meetings to come that the others do not have, in their order."""
        now = clock.now()
        return Lines(tuple(sorted(m for m in self.meetings - others.meetings if m.ends_at > now)))

    @property
    def times(self) -> frozenset[tuple[datetime, datetime]]:
        return frozenset((m.starts_at, m.ends_at) for m in self.meetings)


@dataclass(frozen=True)
class Heard:
    """Who knows of the dates before, by enrolment and, of the trainers, by person."""

    enrolments: Collection[int]
    trainers: Collection[int]


def follow_up(offering: Offering, before: Dates, heard: Heard | None = None) -> None:
    """After an edit: refuse dates that participants cannot take, tell everybody enrolled.

    Where not everybody has `heard` of the dates before, the others need not be told.
    """
    after = Dates.of(offering)
    if offering.status is not OfferingStatus.PUBLISHED or after == before:
        return
    if after.times != before.times:
        _check_participants(offering)
    new, old = after.without(before), before.without(after)
    if not new.meetings and not old.meetings:
        return
    for enrolment in enrolled(offering.id):
        if heard and enrolment.id not in heard.enrolments:
            continue
        enrolment.date_changed |= after.times != before.times
        change_messages.dates_changed(enrolment, new, old)
    for trainer in offering.trainers:
        if heard and trainer.person_id not in heard.trainers:
            continue
        person = db.session.get_one(Person, trainer.person_id)
        change_messages.dates_changed_for_trainer(offering, person, new, old)


def enrolled(offering_id: int) -> list[Enrolment]:
    """Everybody for whom something is still to come, in the order of their requests."""
    return list(
        db.session.scalars(
            select(Enrolment)
            .where(Enrolment.offering_id == offering_id, Enrolment.status.in_(UNDER_WAY))
            .order_by(Enrolment.requested_at, Enrolment.id)
        )
    )


def _check_participants(offering: Offering) -> None:
    """Nobody has two confirmed meetings at a time: HR first finds a way for whoever would."""
    own, other = Meeting.__table__.alias("own"), Meeting.__table__.alias("other")
    here, there = Enrolment.__table__.alias("here"), Enrolment.__table__.alias("there")
    rows = db.session.execute(
        select(Person, Course)
        .distinct()
        .select_from(own)
        .join(
            other,
            (other.c.starts_at < own.c.ends_at)
            & (other.c.ends_at > own.c.starts_at)
            & (other.c.offering_id != own.c.offering_id),
        )
        .join(here, here.c.offering_id == own.c.offering_id)
        .join(
            there,
            (there.c.offering_id == other.c.offering_id) & (there.c.person_id == here.c.person_id),
        )
        .join(Person, Person.id == here.c.person_id)
        .join(Offering, Offering.id == other.c.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .where(
            own.c.offering_id == offering.id,
            here.c.status == Status.CONFIRMED,
            there.c.status == Status.CONFIRMED,
        )
        .order_by(Person.sort_key, Person.id, Course.code)
    ).all()
    if rows:
        raise RuleViolation(
            mark(
                "At these times some participants have a confirmed place elsewhere: %(who)s."
                " Change them to another date or withdraw them first, or choose other times."
            ),
            who=Listed(
                tuple(
                    Message(
                        mark("%(name)s (%(course)s)"),
                        {"name": person.full_name, "course": course.title},
                    )
                    for person, course in rows
                )
            ),
        )
