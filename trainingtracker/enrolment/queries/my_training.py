"""Everything that one person has under way or behind them."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.enrolment import waiting_list
from trainingtracker.enrolment.states import UNDER_WAY
from trainingtracker.extensions import db
from trainingtracker.models import Course, Enrolment, ImportedParticipation, Meeting, Offering
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import Result, Status


class NextMeeting(NamedTuple):
    """A meeting at which the person has a place."""

    enrolment_id: int
    course: Bilingual
    starts_at: datetime
    ends_at: datetime
    venue: str
    link: str


class UnderWay(NamedTuple):
    """An enrolment of which something is still to come; `position` on the waiting list, from 1."""

    id: int
    offering_id: int
    course: Bilingual
    status: Status
    starts_at: datetime | None
    ends_at: datetime | None
    requested_at: datetime
    position: int | None


class Past(NamedTuple):
    """What is over; `enrolment_id` is None for what happened before the tracker."""

    enrolment_id: int | None
    course_id: int
    course: Bilingual
    status: Status
    day: date


def next_meetings(person_id: int, limit: int = 6) -> list[NextMeeting]:
    """The next meetings of confirmed enrolments, one that is going on included."""
    rows = db.session.execute(
        select(
            Enrolment.id,
            Course.title_de,
            Course.title_en,
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.venue,
            Meeting.link,
        )
        .join(Offering, Offering.id == Meeting.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .join(Enrolment, Enrolment.offering_id == Offering.id)
        .where(
            Enrolment.person_id == person_id,
            Enrolment.status == Status.CONFIRMED,
            Meeting.ends_at > clock.now(),
        )
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(limit)
    )
    return [
        NextMeeting(
            row.id,
            Bilingual(row.title_de, row.title_en),
            row.starts_at,
            row.ends_at,
            row.venue,
            row.link,
        )
        for row in rows
    ]


def under_way(person_id: int) -> list[UnderWay]:
    """Requests, waiting and confirmed enrolments, the earliest start first; two queries."""
    rows = db.session.execute(
        select(
            Enrolment.id,
            Enrolment.offering_id,
            Course.title_de,
            Course.title_en,
            Enrolment.status,
            Offering.starts_at,
            Offering.ends_at,
            Enrolment.requested_at,
        )
        .join(Offering, Offering.id == Enrolment.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .where(Enrolment.person_id == person_id, Enrolment.status.in_(UNDER_WAY))
        .order_by(Offering.starts_at.is_(None), Offering.starts_at, Enrolment.id)
    ).all()
    waited_for = [row.offering_id for row in rows if row.status is Status.WAITLISTED]
    positions = waiting_list.positions(waited_for)
    return [
        UnderWay(
            row.id,
            row.offering_id,
            Bilingual(row.title_de, row.title_en),
            row.status,
            row.starts_at,
            row.ends_at,
            row.requested_at,
            positions.get(row.id),
        )
        for row in rows
    ]


def history(person_id: int) -> list[Past]:
    """What is over, the latest first: finished, given up, and from before the tracker."""
    enrolled = db.session.execute(
        select(
            Enrolment.id,
            Offering.course_id,
            Course.title_de,
            Course.title_en,
            Enrolment.status,
            Enrolment.finished_on,
            Enrolment.requested_at,
            Offering.ends_at,
        )
        .join(Offering, Offering.id == Enrolment.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .where(Enrolment.person_id == person_id, Enrolment.status.not_in(UNDER_WAY))
    )
    imported = db.session.execute(
        select(
            ImportedParticipation.course_id,
            Course.title_de,
            Course.title_en,
            ImportedParticipation.held_on,
            ImportedParticipation.result,
        )
        .join(Course, Course.id == ImportedParticipation.course_id)
        .where(ImportedParticipation.person_id == person_id)
    )
    past = [
        Past(
            row.id,
            row.course_id,
            Bilingual(row.title_de, row.title_en),
            row.status,
            row.finished_on or clock.local_day(row.ends_at or row.requested_at),
        )
        for row in enrolled
    ]
    past += [
        Past(
            None,
            row.course_id,
            Bilingual(row.title_de, row.title_en),
            Status.COMPLETED if row.result is Result.PASSED else Status.NOT_COMPLETED,
            row.held_on,
        )
        for row in imported
    ]
    return sorted(past, key=lambda row: (row.day, row.enrolment_id or 0), reverse=True)


def in_course(person_id: int, course_id: int) -> dict[int, UnderWay]:
    """Offering id -> the person's enrolment under way in one of the course's offerings."""
    own = under_way(person_id)
    ids = set(
        db.session.scalars(
            select(Offering.id).where(
                Offering.id.in_([row.offering_id for row in own]), Offering.course_id == course_id
            )
        )
    )
    return {row.offering_id: row for row in own if row.offering_id in ids}
