"""Staff lists: people and the unit, status group, working time and leave they have.

Empty cells say nothing, except that an empty e-mail, exit or leave means that there is none (any
more).
"""

from datetime import date

from trainingtracker.exchange.finding.people import is_somebody_else
from trainingtracker.exchange.finding.units import UnitFinder
from trainingtracker.exchange.meaning.numbers import Numbers
from trainingtracker.exchange.meaning.table import Table
from trainingtracker.exchange.people import differences, missing, places_after
from trainingtracker.exchange.people.apply import PeopleWrites
from trainingtracker.exchange.people.differences import Difference
from trainingtracker.exchange.people.editable import key_of, values_after, values_of
from trainingtracker.exchange.people.entries import Entry, Known, read
from trainingtracker.exchange.people.fields import VOCABULARY
from trainingtracker.exchange.people.lost_letters import with_letters
from trainingtracker.exchange.people.status_groups import StatusGroups
from trainingtracker.exchange.people.stored import StoredPeople, StoredPerson, load
from trainingtracker.exchange.preview import Change, ChangeOf, Preview
from trainingtracker.exchange.round_trip import changed_as, is_another, standing
from trainingtracker.text import Listed, Message, mark
from trainingtracker.vocabulary import PersonKind

__all__ = ["VOCABULARY", "compare"]

_TWICE = mark("This person stands in row %(row)s of sheet “%(sheet)s” already.")
_ADDRESS_TWICE = mark("The address %(email)s belongs to %(person)s already.")
_EXAMPLES = 3
_RENAMED = mark(
    "Other first and last names than on record: %(number)s (for example %(names)s). Check that no"
    " column was sorted without the others."
)
_WITHOUT_UNIT = mark("New people without a unit: %(number)s.")


def compare(table: Table, preview: Preview, today: date) -> None:
    """Hold a staff list beside the people on record."""
    stored = load()
    numbers = {p.personnel_number for p in stored.persons.values() if p.personnel_number}
    known = Known(
        numbers=Numbers(numbers, table.column("personnel_number")),
        units=UnitFinder(today, table.column("unit")),
        status_groups=StatusGroups(),
        today=today,
    )
    entries = [
        with_letters(read(record, known), stored) for record in preview.passing(table.records)
    ]
    _tell_who_is_another(entries, stored)
    _tell_who_stands_twice(entries)
    _tell_shared_addresses(entries, stored, today)
    writes = PeopleWrites({key: person.id for key, person in stored.persons.items()})
    without_unit, last_days, renamed = 0, dict[int, date](), list[str]()
    for entry in preview.passing(entries):
        if entry.record.sound:
            person = stored.persons.get(entry.key)
            difference = differences.compare(entry, person, stored, known, today)
            change = _change(entry, person, difference, stored, today)
            preview.changes.append(change)
            if change.kind in (ChangeOf.NEW, ChangeOf.CHANGED):
                writes.add(entry, person, difference)
                if person and is_somebody_else(person, entry.last_name, entry.first_name):
                    renamed.append(change.key)
                if person and entry.exit and entry.exit != person.exit:
                    last_days[person.id] = entry.exit
            without_unit += not person and not entry.unit_id and entry.kind is PersonKind.STAFF
    if renamed:
        examples = Listed(tuple(renamed[:_EXAMPLES]))
        preview.notes.append(Message(_RENAMED, {"number": len(renamed), "names": examples}))
    if without_unit:
        preview.notes.append(Message(_WITHOUT_UNIT, {"number": without_unit}))
    listed = {entry.key for entry in entries}
    for person, last_day in missing.tell(listed, stored, preview, today):
        writes.leave(person, last_day)
        last_days[person.id] = last_day
    writes.withdrawals = places_after.tell(last_days, preview)
    preview.writes = writes


def _tell_who_is_another(entries: list[Entry], stored: StoredPeople) -> None:
    for entry in entries:
        person = stored.persons.get(entry.key)
        is_another(entry.record, key_of(person) if person else None, "personnel_number")


def _tell_who_stands_twice(entries: list[Entry]) -> None:
    first: dict[str, Entry] = {}
    for entry in entries:
        name = "last_name" if entry.kind is PersonKind.GUEST else "personnel_number"
        if name in entry.record.wrong or (
            entry.kind is PersonKind.STAFF and not entry.personnel_number
        ):
            continue
        before = first.setdefault(entry.key, entry)
        if before is not entry:
            place = before.record.place
            entry.record.problem(name, _TWICE, row=str(place.row), sheet=place.sheet)


def _tell_shared_addresses(entries: list[Entry], stored: StoredPeople, today: date) -> None:
    """An address is one person's; only somebody who has left may have had it before."""
    listed = {entry.key for entry in entries}
    owners = {
        person.email.lower(): (person.key, f"{person.first_name} {person.last_name}".strip())
        for person in stored.persons.values()
        if person.email and not person.left_before(today) and person.key not in listed
    }
    for entry in entries:
        unknown = "personnel_number" in entry.record.wrong
        if unknown or not entry.email or (entry.exit and entry.exit < today):
            continue
        name = f"{entry.first_name} {entry.last_name}".strip()
        key, owner = owners.setdefault(entry.email, (entry.key, name))
        if key != entry.key:
            entry.record.problem("email", _ADDRESS_TWICE, email=entry.email, person=owner)


def _change(
    entry: Entry,
    person: StoredPerson | None,
    difference: Difference,
    stored: StoredPeople,
    today: date,
) -> Change:
    rewrites = (difference.unit, difference.status_group, difference.working_time, difference.leave)
    if person is None:
        kind = ChangeOf.NEW
    elif difference.own_changed or any(rewrites):
        before = values_of(person, stored, today)
        kind = changed_as(standing(entry.record, before, values_after(before, entry, difference)))
    else:
        kind = ChangeOf.UNCHANGED
    name = f"{difference.own['last_name']}, {difference.own['first_name']}".rstrip(", ")
    number = entry.personnel_number
    key = f"{number} {name}" if number else name
    return Change(kind, entry.record.place, key, tuple(difference.fields))
