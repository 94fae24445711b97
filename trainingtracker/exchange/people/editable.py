"""People as a list that is edited and comes back: what of a person it states, and how."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.exchange.dated.timeline import held_on
from trainingtracker.exchange.people.differences import Difference
from trainingtracker.exchange.people.entries import Entry
from trainingtracker.exchange.people.status_groups import StatusGroups
from trainingtracker.exchange.people.stored import StoredPeople, StoredPerson, load
from trainingtracker.exchange.round_trip import EditableRow, Values
from trainingtracker.extensions import db
from trainingtracker.models import Unit
from trainingtracker.vocabulary import PersonKind

# Gender stands in numbers of many, never beside a name.
_OWN = ("last_name", "first_name", "email", "entry", "exit")
_DATED = {"unit": "units", "status_group": "status_groups", "working_time": "working_times"}
_SAID = {"unit": "unit_id", "status_group": "status_group_id", "working_time": "working_time"}


def key_of(person: StoredPerson) -> str:
    return f"P-{person.id}"


def values_of(person: StoredPerson, stored: StoredPeople, today: date) -> dict[str, Any]:
    """What the list states of a person, by column."""
    values: dict[str, Any] = {name: getattr(person, name) for name in _OWN}
    for name, facts in _DATED.items():
        held = held_on(getattr(stored, facts).get(person.id, []), today)
        values[name] = held.value if held else None
    return values


def values_after(before: Values, entry: Entry, difference: Difference) -> dict[str, object]:
    """The same once the entry has gone in; empty cells say nothing about dated facts."""
    own = {name: difference.own[name] for name in _OWN}
    dated = {
        name: before[name] if (said := getattr(entry, attribute)) is None else said
        for name, attribute in _SAID.items()
    }
    return {**before, **own, **dated}


def editable(language: str, _offering_id: int) -> Iterator[EditableRow]:
    """All staff who have not left, by personnel number."""
    stored, today = load(), clock.today()
    numbers = {row.id: row.number for row in db.session.execute(select(Unit.id, Unit.number))}
    groups = StatusGroups().names
    people = [
        person
        for person in stored.persons.values()
        if person.kind is PersonKind.STAFF and not person.left_before(today)
    ]
    for person in sorted(people, key=lambda person: person.personnel_number or ""):
        values = values_of(person, stored, today)
        group = groups.get(values["status_group"])
        cells = {"personnel_number": person.personnel_number, **values} | {
            "unit": numbers.get(values["unit"]),
            "status_group": group.in_language(language) if group else None,
        }
        yield EditableRow(key_of(person), values, cells)
