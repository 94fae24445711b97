"""A manager's direct reports: what they hold and what they attend."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select

from trainingtracker.accounts.staff_council import members_among
from trainingtracker.competence.profile import Held, held_by
from trainingtracker.enrolment.states import UNDER_WAY
from trainingtracker.extensions import db
from trainingtracker.external.queries.of_person import under_way_of
from trainingtracker.models import Course, Enrolment, ExternalTraining, Offering, Person
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
    """A direct report. Of a member of the staff council nothing but the name is shown."""

    person_id: int
    name: str
    unit: UnitNode | None
    withheld: bool
    held: list[Held]
    attends: list[Attends]
    external: list[ExternalTraining]


class Named(NamedTuple):
    """A direct report in the matrix."""

    person_id: int
    name: str
    unit: UnitNode | None
    withheld: bool


def team(
    visible: ColumnElement[bool],
    readable: ColumnElement[bool],
    tree: UnitTree,
    as_of: date,
    *,
    topic_id: int | None = None,
    limit: int = 50,
    offset: int = 0,
) -> tuple[list[TeamMember], int]:
    """One page of the people that `visible` admits, by name, and how many there are.

    Seven queries. Trainings outside the catalogue have no topic: choosing one leaves them out.

    `visible` is a condition of accounts/scopes.py, so that nobody else is ever read; `readable` is
    `consent.readable_by(actor)`, so that nothing is read that somebody keeps to themselves.
    """
    people, total = names(visible, tree, as_of, limit=limit, offset=offset)
    ids = shown_ids(people)
    held = held_by(ids, as_of, readable, topic_id=topic_id)
    attends = _attends(ids, topic_id)
    external = under_way_of(ids) if topic_id is None else {}
    return [
        TeamMember(
            *row,
            held.get(row.person_id, []),
            attends.get(row.person_id, []),
            external.get(row.person_id, []),
        )
        for row in people
    ], total


def names(
    visible: ColumnElement[bool],
    tree: UnitTree,
    as_of: date,
    *,
    limit: int,
    offset: int = 0,
) -> tuple[list[Named], int]:
    """One page of the people that `visible` admits, by name, and how many there are."""
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
    council = members_among(ids, as_of)
    return [
        Named(
            row.id,
            f"{row.last_name}, {row.first_name}".rstrip(", "),
            tree.get(units.get(row.id)),
            row.id in council,
        )
        for row in people
    ], total


def shown_ids(people: Sequence[Named]) -> list[int]:
    """Those whose training may be shown."""
    return [row.person_id for row in people if not row.withheld]


def person_ids(visible: ColumnElement[bool]) -> list[int]:
    """Everybody whom `visible` admits."""
    return list(db.session.scalars(select(Person.id).where(visible)))


def _attends(ids: list[int], topic_id: int | None) -> dict[int, list[Attends]]:
    query = (
        select(
            Enrolment.person_id,
            Course.title,
            Enrolment.status,
            Offering.starts_at,
            Offering.ends_at,
        )
        .join(Offering, Offering.id == Enrolment.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .where(Enrolment.person_id.in_(ids), Enrolment.status.in_(UNDER_WAY))
        .order_by(Offering.starts_at, Enrolment.id)
    )
    if topic_id is not None:
        query = query.where(Course.topic_id == topic_id)
    found: dict[int, list[Attends]] = defaultdict(list)
    for row in db.session.execute(query):
        found[row.person_id].append(Attends(row.title, row.status, row.starts_at, row.ends_at))
    return found
