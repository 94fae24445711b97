"""The people on record beside whom a staff list is held, in a handful of queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from trainingtracker.collation import fold
from trainingtracker.exchange.dated.timeline import Period
from trainingtracker.extensions import db
from trainingtracker.models import Assignment, Leave, Person, StatusGroupMembership, WorkingTime
from trainingtracker.vocabulary import Gender, PersonKind


@dataclass(frozen=True, slots=True)
class StoredPerson:
    id: int
    key: str
    kind: PersonKind
    personnel_number: str | None
    last_name: str
    first_name: str
    email: str | None
    language: str | None
    entry: date | None
    exit: date | None
    gender: Gender | None
    version: int

    def left_before(self, day: date) -> bool:
        return self.exit is not None and self.exit < day


@dataclass
class StoredPeople:
    """Persons by key, their dated facts by the person's id."""

    persons: dict[str, StoredPerson]
    units: dict[int, list[Period[int]]] = field(default_factory=dict)
    status_groups: dict[int, list[Period[int]]] = field(default_factory=dict)
    working_times: dict[int, list[Period[int]]] = field(default_factory=dict)
    leaves: dict[int, list[Period[None]]] = field(default_factory=dict)


def guest_key(email: str | None, last_name: str, first_name: str) -> str:
    """Guests have no number: their address names them, else their name."""
    return f"guest:{email or fold(f'{last_name}, {first_name}')}"


def load() -> StoredPeople:
    """Everybody on record, with all facts that are known; five queries."""
    query = select(
        Person.id,
        Person.kind,
        Person.personnel_number,
        Person.last_name,
        Person.first_name,
        Person.email,
        Person.language,
        Person.entry,
        Person.exit,
        Person.gender,
        Person.version,
    )
    persons: dict[str, StoredPerson] = {}
    for row in db.session.execute(query):
        key = row.personnel_number or guest_key(
            row.email.lower() if row.email else None, row.last_name, row.first_name
        )
        persons[key] = StoredPerson(row.id, key, *row[1:])
    return StoredPeople(
        persons,
        units=_periods(Assignment, Assignment.unit_id),
        status_groups=_periods(StatusGroupMembership, StatusGroupMembership.status_group_id),
        working_times=_periods(WorkingTime, WorkingTime.percent),
        leaves=_periods(Leave, None),
    )


def _periods(model: Any, value: Any) -> dict[int, list[Period[Any]]]:
    columns = [model.person_id, model.id, model.since, model.until]
    query = select(*columns, *([] if value is None else [value])).where(model.known())
    found: dict[int, list[Period[Any]]] = defaultdict(list)
    for person_id, row_id, since, until, *rest in db.session.execute(query.order_by(model.since)):
        found[person_id].append(Period(row_id, since, until, rest[0] if rest else None))
    return found
