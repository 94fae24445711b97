"""The interest list of a course: noting interest, withdrawing it, who is on the list."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from trainingtracker import clock
from trainingtracker.catalogue import course_page
from trainingtracker.enrolment.states import GIVEN_UP
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Course, Enrolment, Interest, Offering, Person
from trainingtracker.text import mark
from trainingtracker.vocabulary import CourseStatus


def note_interest(course_id: int, person_id: int) -> None:
    """Put the person on the list of a course without dates; who is on it already stays there."""
    # Locks the course: a second click finds what the first has written.
    course = db.session.get_one(Course, course_id, with_for_update=True)
    if course.status is not CourseStatus.PUBLISHED:
        raise RuleViolation(mark("This course is not in the catalogue any more."))
    if course_page.number_of_dates(course_id):
        raise RuleViolation(
            mark("There are dates of this course now. Please ask for a place on one of them.")
        )
    mine = _row(course_id, person_id)
    if mine is None:
        db.session.add(Interest(course_id=course_id, person_id=person_id))
    elif not list_of(course_id, person_id).mine:
        # They have taken part since; now they would like to again.
        mine.noted_at = clock.now()
    db.session.flush()


def withdraw_interest(course_id: int, person_id: int) -> None:
    """Take the person off the list; nothing happens where they are not on it."""
    mine = _row(course_id, person_id)
    if mine is not None:
        db.session.delete(mine)
        db.session.flush()


@dataclass(frozen=True)
class InterestList:
    """How many are on the list of a course, and whether one person is."""

    number: int
    mine: bool


def list_of(course_id: int, person_id: int) -> InterestList:
    """The list as this person finds it, in one query."""
    number, mine = db.session.execute(
        select(
            func.count(Interest.id),
            func.count(Interest.id).filter(Interest.person_id == person_id),
        ).where(Interest.course_id == course_id, still_open())
    ).one()
    return InterestList(number, mine > 0)


def interested(course_id: int) -> list[Interest]:
    """The people on the list, in the order in which they came."""
    return list(
        db.session.scalars(
            select(Interest)
            .where(Interest.course_id == course_id, still_open())
            .options(joinedload(Interest.person))
            .order_by(Interest.noted_at, Interest.id)
        )
    )


def still_open() -> ColumnElement[bool]:
    """Interest that no enrolment since has met, of people who are still here."""
    met = (
        select(Enrolment.id)
        .join(Offering, Offering.id == Enrolment.offering_id)
        .where(
            Enrolment.person_id == Interest.person_id,
            Enrolment.status.not_in(GIVEN_UP),
            Enrolment.requested_at >= Interest.noted_at,
            Offering.course_id == Interest.course_id,
        )
        .correlate(Interest)
        .exists()
    )
    gone = (
        select(Person.id)
        .where(Person.id == Interest.person_id, Person.exit < clock.today())
        .correlate(Interest)
        .exists()
    )
    return ~met & ~gone


def _row(course_id: int, person_id: int) -> Interest | None:
    return db.session.scalar(
        select(Interest).where(Interest.course_id == course_id, Interest.person_id == person_id)
    )
