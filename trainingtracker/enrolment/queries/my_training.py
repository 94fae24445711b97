"""Everything that one person has under way or behind them."""

from datetime import UTC, date, datetime
from typing import NamedTuple

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.enrolment.queries.record import earlier, enrolments
from trainingtracker.enrolment.states import UNDER_WAY
from trainingtracker.enrolment.waiting import waiting_list
from trainingtracker.extensions import db
from trainingtracker.external.queries.of_person import over
from trainingtracker.models import Course, Enrolment, Meeting, Offering
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import ApprovalStage, ExternalStatus, Result, Status

# Offerings without a date stand behind all others.
_NO_DATE_YET = datetime.max.replace(tzinfo=UTC)


# How a training outside the catalogue ended, in the words of courses.
_EXTERNAL = {
    ExternalStatus.CONFIRMED: Status.COMPLETED,
    ExternalStatus.DECLINED: Status.DECLINED,
    ExternalStatus.WITHDRAWN: Status.WITHDRAWN,
}


class NextMeeting(NamedTuple):
    """A meeting at which the person has a place."""

    enrolment_id: int
    course: Bilingual
    starts_at: datetime
    ends_at: datetime
    venue: str
    link: str


class UnderWay(NamedTuple):
    """An enrolment of which something is still to come; `position` on the waiting list, from 1.

    `paused` is whoever let an offer lapse; an offer stands until `offer_expires_at`.
    A round collects until `round_until`.
    """

    id: int
    offering_id: int
    course_id: int
    course: Bilingual
    status: Status
    starts_at: datetime | None
    ends_at: datetime | None
    requested_at: datetime
    position: int | None
    paused: bool
    offer_expires_at: datetime | None
    awaiting: ApprovalStage | None
    awaited_since: datetime
    escalated: bool
    round_until: datetime | None

    @property
    def in_round(self) -> bool:
        return self.round_until is not None


class Past(NamedTuple):
    """What is over; `enrolment_id` is None for what happened before the tracker.

    A training outside the catalogue has `external_id` instead of a course.
    """

    enrolment_id: int | None
    course_id: int | None
    course: Bilingual
    status: Status
    day: date
    external_id: int | None = None


def next_meetings(person_id: int, limit: int = 6) -> list[NextMeeting]:
    """The next meetings of confirmed enrolments, one that is going on included."""
    rows = db.session.execute(
        select(
            Enrolment.id,
            Course.title,
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
            row.title,
            row.starts_at,
            row.ends_at,
            row.venue,
            row.link,
        )
        for row in rows
    ]


def under_way(person_id: int) -> list[UnderWay]:
    """Requests, waiting and confirmed enrolments, the earliest start first; two queries."""
    rows = enrolments(person_id, Enrolment.status.in_(UNDER_WAY))
    positions = waiting_list.positions(
        [row.offering_id for row in rows if row.status is Status.WAITLISTED]
    )
    found = [
        UnderWay(
            row.enrolment_id,
            row.offering_id,
            row.course_id,
            row.course,
            row.status,
            row.starts_at,
            row.ends_at,
            row.requested_at,
            positions.get(row.enrolment_id),
            row.paused,
            row.offer_expires_at,
            row.awaiting,
            row.decided_at or row.requested_at,
            row.escalated_at is not None,
            row.round_until,
        )
        for row in rows
    ]
    return sorted(found, key=lambda row: (row.starts_at or _NO_DATE_YET, row.id))


def history(person_id: int) -> list[Past]:
    """What is over, the latest first: finished, given up, and from before the tracker."""
    past = [
        Past(
            row.enrolment_id,
            row.course_id,
            row.course,
            row.status,
            row.finished_on or clock.local_day(row.ends_at or row.requested_at),
        )
        for row in enrolments(person_id, Enrolment.status.not_in(UNDER_WAY))
    ]
    past += [
        Past(
            None,
            row.course_id,
            row.course,
            Status.COMPLETED if row.result is Result.PASSED else Status.NOT_COMPLETED,
            row.held_on,
        )
        for row in earlier(person_id)
    ]
    past += [
        Past(
            None,
            None,
            Bilingual(row.title, row.title),
            _EXTERNAL[row.status],
            row.ends_on,
            row.id,
        )
        for row in over(person_id)
    ]
    return sorted(past, key=lambda row: (row.day, row.enrolment_id or 0), reverse=True)


def in_course(person_id: int, course_id: int) -> dict[int, UnderWay]:
    """Offering id -> the person's enrolment under way in one of the course's offerings."""
    return {row.offering_id: row for row in under_way(person_id) if row.course_id == course_id}
