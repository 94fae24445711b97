"""The headcount: staff employed on a day. Guests never count; people on leave do."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select

from trainingtracker.attainment.known import Known
from trainingtracker.attainment.scope import Scope
from trainingtracker.extensions import db
from trainingtracker.models import Leave, Person
from trainingtracker.vocabulary import Gender, PersonKind


class Headcount(NamedTuple):
    """Staff on a day. `on_leave` are among `persons`; shares are over those with a gender."""

    persons: int
    on_leave: int
    women: int
    with_gender: int


def is_staff() -> ColumnElement[bool]:
    """Said of those who are not: "all staff" is no way for a database to find anybody by."""
    return Person.kind != PersonKind.GUEST


def employed(as_of: date, known: Known | None = None) -> ColumnElement[bool]:
    """Entry and exit are the first and the last day of employment, both inclusive."""
    now = and_(
        or_(Person.entry.is_(None), Person.entry <= as_of),
        or_(Person.exit.is_(None), Person.exit >= as_of),
    )
    return known.employed(as_of, now) if known else now


def in_headcount(as_of: date, known: Known | None = None) -> ColumnElement[bool]:
    return and_(is_staff(), employed(as_of, known))


def on_leave(as_of: date, known_at: datetime | None = None) -> ColumnElement[bool]:
    return Person.id.in_(select(Leave.person_id).where(Leave.valid(as_of, known_at)))


def headcount(as_of: date, scope: Scope) -> Headcount:
    """How many staff there are on the day, within the scope: two queries.

    The few on leave are counted apart, so that nobody else is looked up among them.
    """
    staff = and_(in_headcount(as_of, scope.known), scope.covers(Person.id, as_of))
    rows = db.session.execute(
        select(Person.gender, func.count()).where(staff).group_by(Person.gender)
    ).all()
    away = db.session.scalar(
        select(func.count(Person.id)).where(on_leave(as_of, scope.known_at), staff)
    )
    return Headcount(
        persons=sum(count for _, count in rows),
        on_leave=away or 0,
        women=sum(count for gender, count in rows if gender is Gender.FEMALE),
        with_gender=sum(count for gender, count in rows if gender is not None),
    )
