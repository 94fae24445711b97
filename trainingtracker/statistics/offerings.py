"""The offerings of a span of days, with the places they had and what became of them."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, select

from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import Course, Enrolment, Offering
from trainingtracker.statistics.capacity import changed_since_the_start
from trainingtracker.statistics.span import Span, day_of
from trainingtracker.vocabulary import CourseFormat, OfferingStatus, Status

# Whoever had a place when the offering ended, whatever came of it.
HAD_A_PLACE = (Status.CONFIRMED, Status.COMPLETED, Status.NOT_COMPLETED, Status.NO_SHOW)


class Fate(StrEnum):
    """What became of an offering."""

    HELD = "held"
    CANCELLED = "cancelled"
    WITHOUT_PARTICIPANTS = "without_participants"
    TO_COME = "to_come"


class OfferingFact(NamedTuple):
    """One offering; `day` is that of its last meeting, `places` its capacity when it began."""

    id: int
    topic_id: int
    format: CourseFormat
    day: date
    fate: Fate
    teaching_units: int
    places: int


def offerings(span: Span, topic_id: int | None = None) -> list[OfferingFact]:
    """Published, closed and cancelled offerings that end within the span: two queries."""
    places_then = changed_since_the_start(span)
    used = exists().where(Enrolment.offering_id == Offering.id, Enrolment.status.in_(HAD_A_PLACE))
    now = clock.now()
    rows = db.session.execute(
        select(
            Offering.id,
            Course.topic_id,
            Course.format,
            Offering.ends_at,
            Offering.status,
            used,
            Course.teaching_units,
            Offering.max_places,
        )
        .join(Course, Course.id == Offering.course_id)
        .where(
            Offering.status != OfferingStatus.DRAFT,
            span.covers,
            *of_topic(topic_id),
        )
        .order_by(Offering.ends_at, Offering.id)
    )
    return [
        OfferingFact(
            offering_id,
            topic,
            kind,
            day_of(ends_at),
            _fate(status, over=ends_at is not None and ends_at <= now, used=in_use),
            units,
            places_then.get(offering_id, places),
        )
        for offering_id, topic, kind, ends_at, status, in_use, units, places in rows
    ]


def of_topic(topic_id: int | None) -> list[ColumnElement[bool]]:
    """The condition on Course for one topic, none for all of them."""
    return [] if topic_id is None else [Course.topic_id == topic_id]


def _fate(status: OfferingStatus, *, over: bool, used: bool) -> Fate:
    if status is OfferingStatus.CANCELLED:
        return Fate.CANCELLED
    if not over:
        return Fate.TO_COME
    return Fate.HELD if used else Fate.WITHOUT_PARTICIPANTS
