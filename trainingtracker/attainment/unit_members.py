"""Who belongs to which unit on a day and took part in something, added up by the database."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from sqlalchemy import Integer, Subquery, cast, func, or_, select

from trainingtracker.attainment.holdings import counted
from trainingtracker.attainment.known import Known
from trainingtracker.attainment.participations import participations
from trainingtracker.attainment.people import employed, in_headcount, is_staff, on_leave
from trainingtracker.attainment.scope import Scope
from trainingtracker.extensions import db
from trainingtracker.models import Assignment, Competence, Course, Holding, Person
from trainingtracker.vocabulary import Evidence, EvidenceGroup


class Alike(NamedTuple):
    """People who belong to the same one unit, or to none, and are all employed or all not."""

    unit_id: int | None
    employed: bool
    persons: int
    reached: int
    participations: int


def _homes(as_of: date, scope: Scope) -> Subquery:
    """One row a person: their unit, and another one where they have several."""
    return (
        select(
            Assignment.person_id,
            func.min(Assignment.unit_id).label("unit_id"),
            func.max(Assignment.unit_id).label("other_id"),
        )
        .where(Assignment.valid(as_of, scope.known_at), scope.covers(Assignment.person_id, as_of))
        .group_by(Assignment.person_id)
        .subquery("home")
    )


def _taken(as_of: date, topic_id: int | None, known: Known | None) -> Subquery:
    """One row a person who took part: how often."""
    taken = participations(as_of, known=known)
    numbers = select(taken.c.person_id, func.count().label("number")).group_by(taken.c.person_id)
    if topic_id is not None:
        numbers = numbers.join(Course, Course.id == taken.c.course_id).where(
            Course.topic_id == topic_id
        )
    return numbers.subquery("each_person")


def of_one_unit(as_of: date, scope: Scope, topic_id: int | None) -> list[Alike]:
    """Staff in scope who are employed on the day or took part in something."""
    each, home, here = (
        _taken(as_of, topic_id, scope.known),
        _homes(as_of, scope),
        employed(as_of, scope.known),
    )
    rows = db.session.execute(
        select(
            home.c.unit_id,
            here.label("here"),
            func.count(),
            func.count(each.c.number),
            cast(func.coalesce(func.sum(each.c.number), 0), Integer),
        )
        .select_from(Person)
        .outerjoin(home, home.c.person_id == Person.id)
        .outerjoin(each, each.c.person_id == Person.id)
        .where(is_staff(), scope.covers(Person.id, as_of), here | (each.c.number > 0))
        .where(home.c.unit_id.is_(None) | (home.c.unit_id == home.c.other_id))
        # By name: PostgreSQL takes an expression with parameters, repeated, for another one.
        .group_by(home.c.unit_id, "here")
    )
    return [Alike(*row) for row in rows]


def of_several_units(
    as_of: date, scope: Scope, topic_id: int | None
) -> list[tuple[set[int | None], Alike]]:
    """Each with their units."""
    each, home, here = (
        _taken(as_of, topic_id, scope.known),
        _homes(as_of, scope),
        employed(as_of, scope.known),
    )
    rows = db.session.execute(
        select(
            home.c.person_id,
            Assignment.unit_id,
            here.label("here"),
            func.coalesce(each.c.number, 0).label("number"),
        )
        .join(Person, Person.id == home.c.person_id)
        .join(
            Assignment,
            (Assignment.person_id == Person.id) & Assignment.valid(as_of, scope.known_at),
        )
        .outerjoin(each, each.c.person_id == home.c.person_id)
        .where(is_staff(), here | (each.c.number > 0), home.c.unit_id != home.c.other_id)
    )
    found: dict[int, tuple[set[int | None], Alike]] = {}
    for row in rows:
        person = Alike(None, bool(row.here), 1, int(row.number > 0), row.number)
        found.setdefault(row.person_id, (set(), person))[0].add(row.unit_id)
    return list(found.values())


def units_of_proved_holders(
    as_of: date, scope: Scope, topic_id: int | None
) -> list[set[int | None]]:
    """The units of each person in the headcount with a valid level that a test has proved."""
    proved = (
        select(Holding.person_id)
        .where(
            counted(as_of, scope),
            Holding.evidence.in_([each for each in Evidence if each.group is EvidenceGroup.PROVED]),
            or_(Holding.until.is_(None), Holding.until > as_of),
        )
        .join(Person, Person.id == Holding.person_id)
    )
    if topic_id is not None:
        proved = proved.join(Competence, Competence.id == Holding.competence_id).where(
            Competence.topic_id == topic_id
        )
    holders = proved.distinct().subquery()
    rows = db.session.execute(
        select(holders.c.person_id, Assignment.unit_id).outerjoin(
            Assignment,
            (Assignment.person_id == holders.c.person_id) & Assignment.valid(as_of, scope.known_at),
        )
    )
    found: dict[int, set[int | None]] = defaultdict(set)
    for person_id, unit_id in rows:
        found[person_id].add(unit_id)
    return list(found.values())


def units_of_people_on_leave(as_of: date, scope: Scope) -> list[set[int | None]]:
    """The units of each member of staff in scope who is on leave on the day."""
    rows = db.session.execute(
        select(Person.id, Assignment.unit_id)
        .outerjoin(
            Assignment,
            (Assignment.person_id == Person.id) & Assignment.valid(as_of, scope.known_at),
        )
        .where(
            on_leave(as_of, scope.known_at),
            in_headcount(as_of, scope.known),
            scope.covers(Person.id, as_of),
        )
    )
    found: dict[int, set[int | None]] = defaultdict(set)
    for person_id, unit_id in rows:
        found[person_id].add(unit_id)
    return list(found.values())
