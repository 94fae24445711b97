"""One entry of a staff list beside the person on record: what changes, and which rows say it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from trainingtracker.exchange.dated.timeline import Period, Rewrite, end_on, held_on, state_from
from trainingtracker.exchange.people.entries import Entry, Known
from trainingtracker.exchange.people.fields import VOCABULARY
from trainingtracker.exchange.people.stored import StoredPeople, StoredPerson
from trainingtracker.exchange.preview import FieldChange
from trainingtracker.labels import labelled
from trainingtracker.vocabulary import PersonKind

# Cells that say something by being empty: no address any more, no exit any more.
_CLEARED_BY_EMPTY = {"email", "exit"}
# Seen in the numbers of many, never beside a name.
_UNTOLD = {"gender"}
OWN = ("kind", "last_name", "first_name", "email", "language", "entry", "exit", "gender")


@dataclass
class Difference:
    """What the list changes for one person; `own` are all columns of the person's row."""

    own: dict[str, object]
    own_changed: bool = False
    fields: list[FieldChange] = field(default_factory=list)
    unit: Rewrite[int] | None = None
    status_group: Rewrite[int] | None = None
    working_time: Rewrite[int] | None = None
    leave: Rewrite[None] | None = None


def compare(
    entry: Entry, person: StoredPerson | None, stored: StoredPeople, known: Known, today: date
) -> Difference:
    """Everything that the entry changes; for somebody new everything it says."""
    own = {name: _said(entry, person, name) for name in OWN}
    difference = Difference(own)
    for name in OWN:
        before = getattr(person, name) if person else None
        if own[name] != before:
            difference.own_changed = True
            difference.fields.append(_change(name, before, own[name]))
    entry_day = own["entry"] or today
    assert isinstance(entry_day, date)
    # Whoever is still to come belongs nowhere before they do.
    start = entry_day if person is None else max(entry_day, today)
    person_id = person.id if person else 0
    _compare_unit(difference, entry, person, stored.units.get(person_id, []), known, start, today)
    names = known.status_groups.names
    for name, periods, value in (
        ("status_group", stored.status_groups.get(person_id, []), entry.status_group_id),
        ("working_time", stored.working_times.get(person_id, []), entry.working_time),
    ):
        if value is None:
            continue
        since = _since(periods, value, entry, person, start)
        rewrite = state_from(periods, value, since, today)
        setattr(difference, name, rewrite)
        held = held_on(periods, today)
        if rewrite and (held is None or held.value != value):
            before, after = held.value if held else None, value
            if name == "status_group":
                change = _change(name, names.get(before or 0), names[after])
            else:
                change = _change(name, before, after)
            difference.fields.append(change)
    _compare_leave(difference, entry, stored.leaves.get(person_id, []), today)
    return difference


def _said(entry: Entry, person: StoredPerson | None, name: str) -> object:
    """The value that will be on record: what the list says, else what there is."""
    said: object = getattr(entry, name)
    if person is None:
        return said
    before: object = getattr(person, name)
    if name == "language" and before:
        # The person has chosen the language of the pages themselves.
        return before
    if name == "kind" and not entry.record.has(name):
        return before
    if said in (None, "") and not (name in _CLEARED_BY_EMPTY and entry.record.has(name)):
        return before
    if name == "email" and isinstance(before, str) and before.lower() == said:
        return before
    return said


def _since(
    periods: Sequence[Period[int]],
    value: int,
    entry: Entry,
    person: StoredPerson | None,
    start: date,
) -> date:
    """The first statement of a fact holds since the entry, a later one since today.

    Where the list corrects the entry, what has been so since the entry moves with it.
    """
    if entry.entry is None:
        return start
    only = periods[0] if len(periods) == 1 else None
    moves = only and person and only.since == person.entry and only.value == value
    return entry.entry if not periods or moves else start


def _compare_unit(
    difference: Difference,
    entry: Entry,
    person: StoredPerson | None,
    periods: list[Period[int]],
    known: Known,
    start: date,
    today: date,
) -> None:
    if entry.unit_id is None:
        return
    since = entry.unit_since or _since(periods, entry.unit_id, entry, person, start)
    difference.unit = state_from(periods, entry.unit_id, since, today)
    if difference.unit is None:
        return
    held = held_on(periods, max(since, today))
    before = known.units.number_of[held.value] if held else None
    after = known.units.number_of[entry.unit_id]
    if before != after:
        difference.fields.append(_change("unit", before, after))
    if before == after or entry.unit_since:
        before_since = held.since if held and before == after else None
        difference.fields.append(_change("unit_since", before_since, since))


def _compare_leave(
    difference: Difference, entry: Entry, periods: list[Period[None]], today: date
) -> None:
    """Empty cells mean that nobody is on leave from today on."""
    record = entry.record
    if not record.has("leave_from") and not record.has("leave_until"):
        return
    held = held_on(periods, today)
    since = entry.leave_from
    until = entry.leave_until + timedelta(days=1) if entry.leave_until else None
    if since is None and until:
        # Only the last day is told: of the leave on record, or of one that begins now.
        begins = held.since if held else today
        since = begins if begins < until else None
    if since is None:
        difference.leave = end_on(periods, today)
    elif not any(period.since == since and period.until == until for period in periods):
        difference.leave = end_on(periods, since) or Rewrite()
        difference.leave.added.append((since, until, None))
    if difference.leave is None:
        return
    next_one = held or min(
        (p for p in periods if p.since > today), key=lambda p: p.since, default=None
    )
    last_day = next_one.until - timedelta(days=1) if next_one and next_one.until else None
    before = {"leave_from": next_one.since if next_one else None, "leave_until": last_day}
    after = {"leave_from": since, "leave_until": entry.leave_until}
    difference.fields.extend(
        _change(name, before[name], after[name]) for name in before if before[name] != after[name]
    )


@lru_cache(maxsize=5_000)
def _change(name: str, before: object, after: object) -> FieldChange:
    """Units, groups and days come again and again in a list: each change of them is kept once."""
    label = VOCABULARY.fields[name].label
    if name in _UNTOLD:
        return FieldChange(label, None, None)
    return FieldChange(label, _in_words(before), _in_words(after))


def _in_words(value: object) -> object:
    return labelled(value) if isinstance(value, PersonKind) else value
