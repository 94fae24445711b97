"""The trend over quarters: participations and persons of each, and who had been reached by its end.

Reached, headcount and participations are those of `attainment/`, on the last day of each quarter,
so that the last point of the trend is what the attainment report says.
"""

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, distinct, func, select

from trainingtracker import clock
from trainingtracker.attainment.participations import participations
from trainingtracker.attainment.people import in_headcount, is_staff
from trainingtracker.attainment.scope import Scope
from trainingtracker.attainment.shares import Share
from trainingtracker.extensions import db
from trainingtracker.kept import kept
from trainingtracker.models import Course, Person
from trainingtracker.needs.quarters import Quarter

QUARTERS = 12


class Point(NamedTuple):
    """A quarter up to `last`, which is its end or the reference date.

    `reached`: persons of the headcount of that day with a participation up to then, over it.
    """

    quarter: Quarter
    last: date
    participations: int
    persons: int
    reached: Share


def trend(
    as_of: date, scope: Scope, topic_id: int | None = None, count: int = QUARTERS
) -> tuple[Point, ...]:
    """The quarter of the reference date after those before it: three queries, whatever the count,
    and one to know whether anything has changed since they were last asked.
    """
    key = ("trend", as_of, scope, topic_id, count)
    return kept(key, lambda: _trend(as_of, scope, topic_id, count))


def quarters(as_of: date, count: int = QUARTERS) -> tuple[tuple[Quarter, date], ...]:
    """Each with its last day; the latest ends on the reference date."""
    latest = Quarter.of(as_of)
    found = [Quarter(clock.add_months(latest.first, -3 * back)) for back in range(count)]
    return tuple(
        (each, min(each.following.first - timedelta(days=1), as_of)) for each in reversed(found)
    )


def _trend(as_of: date, scope: Scope, topic_id: int | None, count: int) -> tuple[Point, ...]:
    wanted = quarters(as_of, count)
    lasts = [last for _, last in wanted]
    taken = participations(as_of)
    within = [taken.c.day.between(each.first, last) for each, last in wanted]
    in_scope = [scope.covers(Person.id, last) for last in lasts]
    happened = (
        select(
            *(_count(here & there) for here, there in zip(within, in_scope, strict=True)),
            *(
                func.count(distinct(case((here & there, Person.id))))
                for here, there in zip(within, in_scope, strict=True)
            ),
        )
        .select_from(taken)
        .join(Person, Person.id == taken.c.person_id)
        .where(is_staff())
    )
    first = select(taken.c.person_id, func.min(taken.c.day).label("day")).group_by(
        taken.c.person_id
    )
    if topic_id is not None:
        of_topic = Course.topic_id == topic_id
        happened = happened.join(Course, Course.id == taken.c.course_id).where(of_topic)
        first = first.join(Course, Course.id == taken.c.course_id).where(of_topic)
    reached_on = first.subquery("first")
    there = [and_(in_headcount(last), here) for last, here in zip(lasts, in_scope, strict=True)]
    reached = (
        select(
            *(
                _count(and_(here, reached_on.c.day <= last))
                for here, last in zip(there, lasts, strict=True)
            )
        )
        .select_from(Person)
        .join(reached_on, reached_on.c.person_id == Person.id)
    )
    numbers = db.session.execute(happened).one()
    persons = db.session.execute(reached).one()
    staff = db.session.execute(select(*(_count(here) for here in there))).one()
    return tuple(
        Point(
            quarter,
            last,
            numbers[place],
            numbers[count + place],
            Share(persons[place], staff[place]),
        )
        for place, (quarter, last) in enumerate(wanted)
    )


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))
