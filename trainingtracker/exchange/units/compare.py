"""Lists of units: the tree, cost centres, and who leads.

A new unit counts as old: it begins in 2000 unless the list dates it, so that past reference dates
find it. A changed one changes from the date of the list or from today. Units that are not in the
list stay as they are.
"""

from datetime import date

from trainingtracker.exchange.dated.timeline import held_on, state_from
from trainingtracker.exchange.finding.people import PersonFinder
from trainingtracker.exchange.meaning.table import Table
from trainingtracker.exchange.preview import Change, ChangeOf, FieldChange, Preview
from trainingtracker.exchange.units.apply import UnitWrites
from trainingtracker.exchange.units.differences import (
    differences_of,
    ended,
    leader_changes,
    state_after,
)
from trainingtracker.exchange.units.entries import LEADERS, Entry, read_all, tell_cycles
from trainingtracker.exchange.units.fields import VOCABULARY
from trainingtracker.exchange.units.stored import StoredUnits, load, members_until
from trainingtracker.text import Listed, Message, mark

__all__ = ["VOCABULARY", "compare"]

LONG_AGO = date(2000, 1, 1)

_NOT_IN_LIST = mark("On record, but not in this list, and left as they are: %(number)s.")
_PEOPLE_LEFT = mark(
    "These units end while people still belong to them: %(units)s. Bring in the people next, or"
    " reorganise."
)
_NOBODY_YET = mark(
    "Managers and deputies are left out, as nobody is on record yet. Load the people, then this"
    " list again."
)


def compare(table: Table, preview: Preview, today: date) -> None:
    """Hold a list of units beside the units on record."""
    stored = load()
    writes = UnitWrites(dict(stored.ids))
    people = _people(table, preview)
    entries = read_all(table, stored, people)
    tell_cycles(entries, stored, today)
    for entry in preview.passing(entries, passes=1):
        if entry.record.sound:
            _compare(entry, stored, people, preview, writes, today)
    _tell_who_is_left(entries, stored, preview)
    listed = {entry.number for entry in entries}
    states = {n: stored.state(n, today) for n in stored.ids if n not in listed}
    missing = [f"{number} {state.name}" for number, state in states.items() if state]
    if missing:
        preview.notes.append(Message(_NOT_IN_LIST, {"number": len(missing)}))
        preview.miss(missing)
    preview.writes = writes


def _tell_who_is_left(entries: list[Entry], stored: StoredUnits, preview: Preview) -> None:
    """Units come before people: whoever is still in a unit that ends is moved by the next list."""
    ending = {e.number: e.valid_until for e in entries if e.valid_until and e.number in stored.ids}
    if not ending:
        return
    members = members_until([stored.ids[number] for number in ending])
    left = [n for n, last in ending.items() if members.get(stored.ids[n], last) > last]
    if left:
        preview.notes.append(Message(_PEOPLE_LEFT, {"units": Listed(tuple(left))}))


def _people(table: Table, preview: Preview) -> PersonFinder | None:
    """Who can lead; None where the list does not say or the people come later."""
    if not any(table.has(name) for name in LEADERS):
        return None
    people = PersonFinder(table.column(*LEADERS))
    if not people.anybody:
        preview.notes.append(Message(_NOBODY_YET))
        return None
    return people


def _compare(
    entry: Entry,
    stored: StoredUnits,
    people: PersonFinder | None,
    preview: Preview,
    writes: UnitWrites,
    today: date,
) -> None:
    is_new = entry.number not in stored.ids
    periods = stored.states.get(entry.number, [])
    on = entry.valid_from or (today if periods else LONG_AGO)
    before = stored.state(entry.number, max(on, today))
    after = state_after(entry, before)
    over = bool(periods and entry.valid_until and entry.valid_until < today)
    rewrite = None if over else state_from(periods, after, on, today)
    fields = list(differences_of(before, after)) if rewrite else []
    if entry.valid_until and (ending := ended(periods, rewrite, entry.valid_until)):
        rewrite = ending
        fields.append(FieldChange(VOCABULARY.fields["valid_until"].label, None, entry.valid_until))
    if rewrite:
        writes.states.add(entry.number, rewrite)
        if not fields:
            begun = held_on(periods, max(on, today))
            label = VOCABULARY.fields["valid_from"].label
            fields.append(FieldChange(label, begun.since if begun else None, on))
    for kind, person_id in entry.leaders.items():
        assert people is not None
        led = [p for p in stored.leaders.get(entry.number, []) if p.value[1] is kind]
        leaders = leader_changes(led, (person_id, kind) if person_id else None, entry, today)
        for change in leaders:
            writes.leaders.add(entry.number, change)
        if leaders:
            label = next(VOCABULARY.fields[n].label for n, k in LEADERS.items() if k is kind)
            held = [people.by_id[p.value[0]].listed for p in led if p.holds_on(today)]
            now = people.by_id[person_id].listed if person_id else None
            fields.append(FieldChange(label, ", ".join(held) or None, now))
    if is_new:
        writes.new.append(entry.number)
    changed = ChangeOf.CHANGED if fields else ChangeOf.UNCHANGED
    kind_of_change = ChangeOf.NEW if is_new else changed
    key = f"{entry.number} {entry.name}"
    preview.changes.append(Change(kind_of_change, entry.record.place, key, tuple(fields)))
