"""A manager's direct reports: what they hold officially and what they attend."""

from collections import defaultdict
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select

from trainingtracker.competence.profile import Held, held_by
from trainingtracker.enrolment.states import UNDER_WAY
from trainingtracker.extensions import db
from trainingtracker.models import Course, Enrolment, Offering, Person
from trainingtracker.organisation.leadership import units_of
from trainingtracker.organisation.tree import UnitNode, UnitTree
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import Status


class Attends(NamedTuple):
    """A course that somebody has asked for, waits for or has a place in."""

    course: Bilingual
    status: Status
    starts_at: datetime | None
    ends_at: datetime | None


class TeamMember(NamedTuple):
    person_id: int
    name: str
    unit: UnitNode | None
    held: list[Held]
    attends: list[Attends]


def team(
    visible: ColumnElement[bool],
    tree: UnitTree,
    as_of: date,
    *,
    limit: int = 50,
    offset: int = 0,
) -> tuple[list[TeamMember], int]:
    """One page of the people that `visible` admits, by name, and how many there are; five queries.

    `visible` is a condition of accounts/scopes.py, so that nobody else is ever read.
    """
    total = db.session.scalar(select(func.count(Person.id)).where(visible)) or 0
    people = db.session.execute(
        select(Person.id, Person.last_name, Person.first_name)
        .where(visible)
        .order_by(Person.sort_key, Person.id)
        .limit(limit)
        .offset(offset)
    ).all()
    ids = [row.id for row in people]
    units = units_of(ids, as_of)
    held = held_by(ids, as_of, official_only=True)
    attends = _attends(ids)
    return [
        TeamMember(
            row.id,
            f"{row.last_name}, {row.first_name}".rstrip(", "),
            tree.get(units.get(row.id)),
            held.get(row.id, []),
            attends.get(row.id, []),
        )
        for row in people
    ], total


def person_ids(visible: ColumnElement[bool]) -> list[int]:
    """Everybody whom `visible` admits."""
    return list(db.session.scalars(select(Person.id).where(visible)))


def _attends(ids: list[int]) -> dict[int, list[Attends]]:
    rows = db.session.execute(
        select(
            Enrolment.person_id,
            Course.title_de,
            Course.title_en,
            Enrolment.status,
            Offering.starts_at,
            Offering.ends_at,
        )
        .join(Offering, Offering.id == Enrolment.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .where(Enrolment.person_id.in_(ids), Enrolment.status.in_(UNDER_WAY))
        .order_by(Offering.starts_at, Enrolment.id)
    )
    found: dict[int, list[Attends]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(
            Attends(Bilingual(row.title_de, row.title_en), row.status, row.starts_at, row.ends_at)
        )
    return found
