"""Demand by course, unit and quarter: stated needs, interest lists and waiting lists together."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, case, func, or_, select

from trainingtracker import clock
from trainingtracker.catalogue import availability
from trainingtracker.extensions import db
from trainingtracker.kept import kept
from trainingtracker.models import Assignment, Course, Enrolment, Interest, Need, Offering
from trainingtracker.needs.interest import still_open
from trainingtracker.needs.quarters import Quarter
from trainingtracker.organisation.tree import UnitNode, UnitTree
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import OfferingStatus, Status


@dataclass(frozen=True)
class DemandFilter:
    """What is asked for; an empty field asks for nothing. A unit stands for all below it."""

    course_id: int | None = None
    unit_id: int | None = None
    quarter: Quarter | None = None


@dataclass
class Demand:
    """How many of a unit: needed as managers say, interested, on waiting lists.

    Whoever is interested has said no quarter; a waiter stands in that of the offering's start.
    """

    course: "CourseName"
    unit: UnitNode | None
    quarter: Quarter | None
    needed: int = 0
    interested: int = 0
    waiting: int = 0
    notes: list[str] = field(default_factory=list)


class CourseName(NamedTuple):
    id: int
    code: str
    title: Bilingual
    sort_key: str


@dataclass
class CourseDemand:
    """One course: what all its rows come to, beside the free places of dates to come."""

    course: CourseName
    needed: int = 0
    interested: int = 0
    waiting: int = 0
    free: int = 0


_COURSE = (Course.id, Course.code, Course.title.label("title"), Course.sort_key)
_Key = tuple[int, int | None, Quarter | None]


def demand(wanted: DemandFilter, tree: UnitTree) -> list[Demand]:
    """The rows in the order of course, unit and quarter, counted once until anything changes."""
    return kept(("demand", wanted, clock.lately()), lambda: _demand(wanted, tree), large=True)


def _demand(wanted: DemandFilter, tree: UnitTree) -> list[Demand]:
    """Three queries."""
    rows: dict[_Key, Demand] = {}

    def row(course: CourseName, unit_id: int | None, quarter: Quarter | None) -> Demand:
        unit = tree.get(unit_id)
        key = (course.id, unit.id if unit else None, quarter)
        return rows.setdefault(key, Demand(course, unit, quarter))

    for need in db.session.execute(_for_course(_stated(), wanted)):
        found = row(_course(need), need.unit_id, Quarter(need.quarter))
        found.needed += need.number
        found.notes += [need.note] if need.note else []
    for each in _last_unit(db.session.execute(_for_course(_interested(), wanted))):
        row(_course(each), each.unit_id, None).interested += 1
    for each in _last_unit(db.session.execute(_for_course(_waiting(), wanted))):
        day = clock.local_day(each.starts_at) if each.starts_at else None
        row(_course(each), each.unit_id, Quarter.of(day) if day else None).waiting += 1
    units = tree.subtree_ids(wanted.unit_id) if wanted.unit_id else None
    return sorted(
        (
            each
            for each in rows.values()
            if (units is None or (each.unit and each.unit.id in units))
            and (wanted.quarter is None or each.quarter == wanted.quarter)
        ),
        key=lambda each: (
            each.course.sort_key,
            each.course.id,
            tree.place(each.unit),
            each.quarter.first if each.quarter else clock.today().min,
        ),
    )


def by_course(rows: Iterable[Demand]) -> list[CourseDemand]:
    """What the rows come to, a line a course in their order, with free places; one query."""
    found: dict[int, CourseDemand] = {}
    for each in rows:
        line = found.setdefault(each.course.id, CourseDemand(each.course))
        line.needed += each.needed
        line.interested += each.interested
        line.waiting += each.waiting
    for course_id, free in _free_places(found).items():
        found[course_id].free = free
    return list(found.values())


def _for_course(query: Select[*tuple[Any, ...]], wanted: DemandFilter) -> Select[Any]:
    return query.where(Course.id == wanted.course_id) if wanted.course_id else query


def _stated() -> Select[*tuple[Any, ...]]:
    return (
        select(*_COURSE, Need.unit_id, Need.quarter, Need.number, Need.note)
        .join(Course, Course.id == Need.course_id)
        .where(Need.quarter >= Quarter.of(clock.today()).first)
        .order_by(Need.id)
    )


def _interested() -> Select[*tuple[Any, ...]]:
    return (
        select(*_COURSE, Interest.id.label("key"), Assignment.unit_id)
        .join(Course, Course.id == Interest.course_id)
        .outerjoin(Assignment, (Assignment.person_id == Interest.person_id) & _assigned_today())
        .where(still_open())
        .order_by(Assignment.since, Assignment.id)
    )


def _waiting() -> Select[*tuple[Any, ...]]:
    return (
        select(*_COURSE, Enrolment.id.label("key"), Assignment.unit_id, Offering.starts_at)
        .join(Offering, Offering.id == Enrolment.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .outerjoin(Assignment, (Assignment.person_id == Enrolment.person_id) & _assigned_today())
        .where(Enrolment.status == Status.WAITLISTED, _to_come())
        .order_by(Assignment.since, Assignment.id)
    )


def _assigned_today() -> ColumnElement[bool]:
    return Assignment.valid(clock.today())


def _to_come() -> ColumnElement[bool]:
    return (Offering.status == OfferingStatus.PUBLISHED) & or_(
        Offering.ends_at.is_(None), Offering.ends_at > clock.now()
    )


def _last_unit(rows: Iterable[Any]) -> Iterable[Any]:
    """One row a person: in two units at once, the one they came to last."""
    return {row.key: row for row in rows}.values()


def _course(row: Any) -> CourseName:
    return CourseName(row.id, row.code, row.title, row.sort_key)


def _free_places(course_ids: Iterable[int]) -> dict[int, int]:
    held = availability.places_held()
    free = case((held < Offering.max_places, Offering.max_places - held), else_=0)
    found = db.session.execute(
        select(Offering.course_id, func.sum(free).label("free"))
        .where(
            Offering.course_id.in_(list(course_ids)),
            _to_come(),
            or_(Offering.starts_at.is_(None), Offering.starts_at > clock.now()),
        )
        .group_by(Offering.course_id)
    )
    return {row.course_id: int(row.free) for row in found}
