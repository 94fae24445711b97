"""What the organisation knows about one person: the facts of their record, with their history."""

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select

from trainingtracker.extensions import db
from trainingtracker.models import (
    Assignment,
    Leadership,
    Leave,
    Person,
    StatusGroup,
    StatusGroupMembership,
    Unit,
    UnitVersion,
    WorkingTime,
)
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import LeadershipKind


class AssignmentRow(NamedTuple):
    """The person belonged to the unit since (inclusive) until (exclusive; None: still)."""

    unit_number: str
    unit_name: Bilingual
    since: date
    until: date | None

    @property
    def last_day(self) -> date | None:
        return self.until - timedelta(days=1) if self.until else None


class LeadershipRow(NamedTuple):
    unit_number: str
    unit_name: Bilingual
    kind: LeadershipKind
    since: date
    until: date | None


class PersonFacts(NamedTuple):
    """A person and the dated facts about their employment, the latest first."""

    person: Person
    assignments: list[AssignmentRow]
    leads: list[LeadershipRow]
    status_group: Bilingual | None
    working_time: int | None
    on_leave: bool


def facts(person: Person, as_of: date) -> PersonFacts:
    """The facts on record now, those with one value as of the day; five queries."""
    return PersonFacts(
        person,
        assignments(person.id, as_of),
        _leads(person.id, as_of),
        _status_group(person.id, as_of),
        db.session.scalar(
            select(WorkingTime.percent).where(
                WorkingTime.person_id == person.id, WorkingTime.valid(as_of)
            )
        ),
        db.session.scalar(
            select(Leave.id).where(Leave.person_id == person.id, Leave.valid(as_of)).limit(1)
        )
        is not None,
    )


def assignments(person_id: int, as_of: date) -> list[AssignmentRow]:
    """Every unit the person has belonged to, the latest first; two queries."""
    rows = db.session.execute(
        select(Assignment.since, Assignment.until, Unit.id, Unit.number)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(Assignment.person_id == person_id, Assignment.known())
        .order_by(Assignment.since.desc(), Assignment.id.desc())
    ).all()
    names = _names({row.id for row in rows}, as_of)
    return [
        AssignmentRow(row.number, names.get(row.id, Bilingual("", "")), row.since, row.until)
        for row in rows
    ]


def _leads(person_id: int, as_of: date) -> list[LeadershipRow]:
    rows = db.session.execute(
        select(
            Unit.number,
            UnitVersion.name_de,
            UnitVersion.name_en,
            Leadership.kind,
            Leadership.since,
            Leadership.until,
        )
        .join(Unit, Unit.id == Leadership.unit_id)
        .join(UnitVersion, UnitVersion.unit_id == Unit.id)
        .where(Leadership.person_id == person_id, Leadership.valid(as_of), UnitVersion.valid(as_of))
        .order_by(Unit.number)
    )
    return [
        LeadershipRow(number, Bilingual(name_de, name_en), kind, since, until)
        for number, name_de, name_en, kind, since, until in rows
    ]


def leaderships(person_id: int, as_of: date) -> list[LeadershipRow]:
    """Every leadership on record, the earliest first; two queries."""
    rows = db.session.execute(
        select(Unit.id, Unit.number, Leadership.kind, Leadership.since, Leadership.until)
        .join(Unit, Unit.id == Leadership.unit_id)
        .where(Leadership.person_id == person_id, Leadership.known())
        .order_by(Leadership.since, Leadership.id)
    ).all()
    names = _names({row.id for row in rows}, as_of)
    return [
        LeadershipRow(
            row.number, names.get(row.id, Bilingual("", "")), row.kind, row.since, row.until
        )
        for row in rows
    ]


def _status_group(person_id: int, as_of: date) -> Bilingual | None:
    row = db.session.execute(
        select(StatusGroup.name_de, StatusGroup.name_en)
        .join(StatusGroupMembership, StatusGroupMembership.status_group_id == StatusGroup.id)
        .where(StatusGroupMembership.person_id == person_id, StatusGroupMembership.valid(as_of))
        .limit(1)
    ).first()
    return Bilingual(row.name_de, row.name_en) if row else None


def _names(unit_ids: set[int], as_of: date) -> dict[int, Bilingual]:
    """The name of each unit on the day, or the last one of a unit that is gone."""
    rows = db.session.execute(
        select(UnitVersion.unit_id, UnitVersion.name_de, UnitVersion.name_en)
        .where(UnitVersion.unit_id.in_(unit_ids), UnitVersion.known(), UnitVersion.since <= as_of)
        .order_by(UnitVersion.since)
    )
    return {unit_id: Bilingual(name_de, name_en) for unit_id, name_de, name_en in rows}
