"""Enrolments of a span of days, one by one: who asked, where they stood at the start, their end."""

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Subquery, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import Course, Enrolment, EnrolmentEvent, Offering, Person
from trainingtracker.statistics.offerings import HAD_A_PLACE, of_topic
from trainingtracker.statistics.people_then import PeopleThen, Then
from trainingtracker.statistics.refusals import Refusal, refusals
from trainingtracker.statistics.span import Span, day_of
from trainingtracker.vocabulary import (
    Action,
    CourseFormat,
    Gender,
    OfferingStatus,
    PersonKind,
    Status,
)


class Asking(NamedTuple):
    """One enrolment; `day` is the last of its offering.

    `at_start` is where it stood when the first meeting began, None where it came later or that is
    still ahead. `late` says of a confirmed place that was withdrawn whether that was late.
    `then` is the person on the day of the request, of an absence on that of the offering.
    """

    person_id: int
    kind: PersonKind
    gender: Gender | None
    topic_id: int
    format: CourseFormat
    day: date
    offering_id: int
    status: Status
    asked_anew: bool
    at_start: Status | None
    withdrew: bool
    late: bool
    refusal: Refusal | None
    then: Then


def asking(span: Span, people: PeopleThen, topic_id: int | None = None) -> list[Asking]:
    """Enrolments in the offerings that end within the span: two queries."""
    story, started, ended = _story(span), aliased(EnrolmentEvent), aliased(EnrolmentEvent)
    gave_back = and_(
        Enrolment.status == Status.WITHDRAWN,
        ended.action == Action.WITHDRAW,
        ended.from_status == Status.CONFIRMED,
    )
    rows = db.session.execute(
        select(
            Enrolment.id,
            Enrolment.person_id,
            Person.kind,
            Person.gender,
            Course.topic_id,
            Course.format,
            Offering.starts_at,
            Offering.ends_at,
            Enrolment.offering_id,
            Enrolment.status,
            Enrolment.requested_at,
            and_(
                Enrolment.transferred_from_id.is_(None), Enrolment.substitute_for_id.is_(None)
            ).label("asked_anew"),
            story.c.last_id,
            started.to_status,
            case((gave_back, 1), else_=0).label("withdrew"),
            case((and_(gave_back, ended.late), 1), else_=0).label("late"),
        )
        .join(Offering, Offering.id == Enrolment.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(story, story.c.enrolment_id == Enrolment.id)
        .outerjoin(started, started.id == story.c.start_id)
        .outerjoin(ended, ended.id == story.c.last_id)
        .where(
            Offering.status != OfferingStatus.DRAFT,
            span.covers,
            # With its list taken back, nobody has asked.
            or_(
                ended.id.is_(None),
                ended.action != Action.TAKE_BACK,
                Enrolment.status != Status.WITHDRAWN,
            ),
            *of_topic(topic_id),
        )
    )
    grounds, now = refusals(span), clock.now()
    return [_asking(row, people, grounds.get(row.id), now) for row in rows]


def _asking(row: Any, people: PeopleThen, ground: Refusal | None, now: datetime) -> Asking:
    day = day_of(row.ends_at)
    missed = row.status is Status.NO_SHOW
    return Asking(
        row.person_id,
        row.kind,
        row.gender,
        row.topic_id,
        row.format,
        day,
        row.offering_id,
        row.status,
        bool(row.asked_anew),
        _at_start(row, now),
        bool(row.withdrew),
        bool(row.late),
        ground,
        people.on(row.person_id, day if missed else clock.local_day(row.requested_at)),
    )


def _at_start(row: Any, now: datetime) -> Status | None:
    """Where it stood at the start: by its history, or by its end where that is not on record."""
    if row.starts_at > now:
        return None
    if row.last_id is not None:
        found: Status | None = row.to_status
        return found
    if row.status in HAD_A_PLACE:
        return Status.CONFIRMED
    return Status.WAITLISTED if row.status is Status.WAITLISTED else None


def _story(span: Span) -> Subquery:
    """The last event of each enrolment, and the last up to the start of the first meeting."""
    event = EnrolmentEvent
    return (
        select(
            event.enrolment_id,
            func.max(event.id).label("last_id"),
            func.max(case((event.effective_at <= Offering.starts_at, event.id))).label("start_id"),
        )
        .join(Enrolment, Enrolment.id == event.enrolment_id)
        .join(Offering, Offering.id == Enrolment.offering_id)
        .where(span.covers)
        .group_by(event.enrolment_id)
        .subquery("story")
    )
