"""What managers need: so many people of a unit, in a course, by the end of a quarter."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Course, Need
from trainingtracker.needs.quarters import Quarter
from trainingtracker.text import mark
from trainingtracker.vocabulary import CourseStatus

MOST = 999


@dataclass(frozen=True)
class Stated:
    """A need as a form hands it in; the note names nobody."""

    course_id: int
    unit_id: int
    quarter: Quarter
    number: int
    note: str = ""


def state_need(stated: Stated, actor: Actor) -> Need:
    """Say how many are needed; the same course, unit and quarter once more replaces the number."""
    if stated.unit_id not in actor.led_units:
        raise NotAllowed(mark("You can state the needs of units that you lead."))
    # Locks the course: two clicks make one need.
    course = db.session.get(Course, stated.course_id, with_for_update=True)
    if course is None or course.status is not CourseStatus.PUBLISHED:
        raise RuleViolation(mark("This course is not in the catalogue any more."))
    if stated.quarter < Quarter.of(clock.today()):
        raise RuleViolation(mark("This quarter is over. Choose the present one or a later one."))
    if not 1 <= stated.number <= MOST:
        raise RuleViolation(mark("Please give a number from 1 to %(most)s."), most=MOST)
    need = db.session.scalar(
        select(Need).where(
            Need.course_id == stated.course_id,
            Need.unit_id == stated.unit_id,
            Need.quarter == stated.quarter.first,
        )
    ) or Need(course_id=stated.course_id, unit_id=stated.unit_id, quarter=stated.quarter.first)
    need.number, need.note = stated.number, stated.note.strip()
    need.stated_by_id, need.stated_on = actor.person_id, clock.today()
    db.session.add(need)
    db.session.flush()
    return need


def withdraw_need(need_id: int, actor: Actor) -> None:
    """Take a stated need back; nothing happens where somebody has done so already."""
    need = db.session.get(Need, need_id)
    if need is None:
        return
    if need.unit_id not in actor.led_units:
        raise NotAllowed(mark("You can state the needs of units that you lead."))
    db.session.delete(need)
    db.session.flush()


def needs_of(actor: Actor) -> list[Need]:
    """What is stated for the units that the actor leads, from the present quarter on."""
    return list(
        db.session.scalars(
            select(Need)
            .join(Need.course)
            .where(
                Need.unit_id.in_(actor.led_units),
                Need.quarter >= Quarter.of(clock.today()).first,
            )
            .options(joinedload(Need.course))
            .order_by(Need.quarter, Course.sort_key, Need.unit_id)
        )
    )
