"""Lists of units: the tree, cost centres, and who leads.

A new unit counts as old: it begins in 2000 unless the list dates it, so that past reference dates
find it. A changed one changes from the date of the list or from today. Units that are not in the
list stay as they are.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from trainingtracker import privacy
from trainingtracker.exchange import unit_entries, units_stored
from trainingtracker.exchange.dated_writes import DatedWrites
from trainingtracker.exchange.person_finder import PersonFinder
from trainingtracker.exchange.preview import Change, ChangeOf, FieldChange, Preview, differences
from trainingtracker.exchange.table import Table
from trainingtracker.exchange.timeline import Period, Rewrite, end_on, held_on, state_from
from trainingtracker.exchange.unit_entries import LEADERS, Entry
from trainingtracker.exchange.unit_fields import VOCABULARY
from trainingtracker.exchange.units_stored import Leader, StoredUnits, UnitState
from trainingtracker.labels import labelled
from trainingtracker.models import Leadership, Unit, UnitVersion
from trainingtracker.text import Message, mark

__all__ = ["VOCABULARY", "compare"]

LONG_AGO = date(2000, 1, 1)

_NOT_IN_LIST = mark("On record, but not in this list, and left as they are: %(number)s.")
_NOBODY_YET = mark(
    "Managers and deputies are left out, as nobody is on record yet. Load the people, then this"
    " list again."
)


@dataclass
class UnitWrites:
    """The rows to write; new units get their ids first, then what is dated about them."""

    ids: dict[str, int]
    new: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.states = DatedWrites[UnitState](UnitVersion, self._version)
        self.leaders = DatedWrites[Leader](Leadership, self._leadership)

    def write(self) -> None:
        new_ids = privacy.bulk_insert(Unit, [{"number": number} for number in self.new])
        self.ids.update(zip(self.new, new_ids, strict=True))
        self.states.write()
        self.leaders.write()

    def _version(self, number: str, state: UnitState) -> dict[str, Any]:
        return {
            "unit_id": self.ids[number],
            "name_de": state.name,
            "name_en": state.name_en,
            "kind": state.kind,
            "parent_id": self.ids[state.parent] if state.parent else None,
            "cost_centre": state.cost_centre,
        }

    def _leadership(self, number: str, leader: Leader) -> dict[str, Any]:
        person_id, kind = leader
        return {"unit_id": self.ids[number], "person_id": person_id, "kind": kind}


def compare(table: Table, preview: Preview, today: date) -> None:
    """Hold a list of units beside the units on record."""
    stored = units_stored.load()
    writes = UnitWrites(dict(stored.ids))
    people = _people(table, preview)
    entries = unit_entries.read_all(table, stored, people)
    unit_entries.tell_cycles(entries, stored, today)
    for entry in entries:
        if entry.record.sound:
            _compare(entry, stored, people, preview, writes, today)
    listed = {entry.number for entry in entries}
    missing = sum(stored.state(n, today) is not None for n in stored.ids if n not in listed)
    if missing:
        preview.notes.append(Message(_NOT_IN_LIST, {"number": missing}))
    preview.writes = writes


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
    after = _state(entry, before)
    rewrite = state_from(periods, after, on, today)
    fields = list(_differences(before, after)) if rewrite else []
    if rewrite:
        writes.states.add(entry.number, rewrite)
        if not fields:
            begun = held_on(periods, max(on, today))
            label = VOCABULARY.fields["valid_from"].label
            fields.append(FieldChange(label, begun.since if begun else None, on))
    for kind, person_id in entry.leaders.items():
        assert people is not None
        led = [p for p in stored.leaders.get(entry.number, []) if p.value[1] is kind]
        leaders = _leaders(led, (person_id, kind) if person_id else None, entry, today)
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


def _state(entry: Entry, before: UnitState | None) -> UnitState:
    """What will be on record: what the list says, else what there is."""
    parent = entry.parent if entry.record.has("parent") or not before else before.parent
    return UnitState(
        name=entry.name,
        name_en=entry.name_en or (before.name_en if before else ""),
        kind=entry.kind or (before.kind if before else None),
        parent=parent,
        cost_centre=entry.cost_centre or (before.cost_centre if before else None),
    )


def _differences(before: UnitState | None, after: UnitState) -> tuple[FieldChange, ...]:
    kind_before = labelled(before.kind) if before and before.kind else None
    label = {name: field.label for name, field in VOCABULARY.fields.items()}
    return differences(
        [
            (label["name"], before.name if before else None, after.name),
            (label["name_en"], (before.name_en or None) if before else None, after.name_en or None),
            (label["parent"], before.parent if before else None, after.parent),
            (label["kind"], kind_before, labelled(after.kind) if after.kind else None),
            (label["cost_centre"], before.cost_centre if before else None, after.cost_centre),
        ]
    )


def _leaders(
    led: list[Period[Leader]], wanted: Leader | None, entry: Entry, today: date
) -> list[Rewrite[Leader]]:
    """Whoever else leads stops, whom the list names begins; nothing where it is so already."""
    # The date of a row is the unit's; whoever led it before keeps their time.
    on = today if led else (entry.valid_from or today)
    others = [p for p in led if p.value != wanted]
    rewrites = [end_on(others, on)] if any(p.holds_on(on) for p in others) else []
    if wanted:
        # Two periods of one person never hide another one's: each person has a line of their own.
        rewrites.append(state_from([p for p in led if p.value == wanted], wanted, on, today))
    return [rewrite for rewrite in rewrites if rewrite]
