"""What a staff list writes."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from trainingtracker import privacy
from trainingtracker.collation import search_text, sort_key
from trainingtracker.exchange.dated.writes import DatedWrites
from trainingtracker.exchange.people.differences import OWN, Difference
from trainingtracker.exchange.people.entries import Entry
from trainingtracker.exchange.people.places_after import Withdrawals
from trainingtracker.exchange.people.stored import StoredPerson
from trainingtracker.models import Assignment, Leave, Person, StatusGroupMembership, WorkingTime


@dataclass
class PeopleWrites:
    """The rows to write; people get their ids first, then the facts about them."""

    ids: dict[str, int]
    new: dict[str, tuple[str | None, tuple[object, ...]]] = field(default_factory=dict)
    changed: list[dict[str, Any]] = field(default_factory=list)
    leaving: list[dict[str, Any]] = field(default_factory=list)
    withdrawals: Withdrawals | None = None

    def __post_init__(self) -> None:
        self.units = DatedWrites[int](Assignment, self._row("unit_id"))
        self.status_groups = DatedWrites[int](StatusGroupMembership, self._row("status_group_id"))
        self.working_times = DatedWrites[int](WorkingTime, self._row("percent"))
        self.leaves = DatedWrites[None](Leave, self._row(None))

    def _row(self, column: str | None) -> Any:
        def row(key: str, value: object) -> dict[str, Any]:
            return {"person_id": self.ids[key]} | ({column: value} if column else {})

        return row

    def add(self, entry: Entry, person: StoredPerson | None, difference: Difference) -> None:
        """Take down what one entry of the list writes."""
        if person is None:
            # Columns when they are written: a list may have very many new people.
            self.new[entry.key] = entry.personnel_number, tuple(difference.own.values())
        elif difference.own_changed:
            version = {"id": person.id, "version": person.version + 1}
            self.changed.append(_columns(entry.personnel_number, difference.own) | version)
        if difference.unit:
            self.units.add(entry.key, difference.unit)
        if difference.status_group:
            self.status_groups.add(entry.key, difference.status_group)
        if difference.working_time:
            self.working_times.add(entry.key, difference.working_time)
        if difference.leave:
            self.leaves.add(entry.key, difference.leave)

    def leave(self, person: StoredPerson, last_day: date) -> None:
        """Somebody who is not in the list has a last day."""
        self.leaving.append({"id": person.id, "exit": last_day, "version": person.version + 1})

    def write(self) -> None:
        if self.withdrawals:
            self.withdrawals.lock()
        new = (
            _columns(number, dict(zip(OWN, own, strict=True))) for number, own in self.new.values()
        )
        new_ids = privacy.bulk_insert(Person, new)
        self.ids.update(zip(self.new, new_ids, strict=True))
        privacy.bulk_update(Person, self.changed)
        privacy.bulk_update(Person, self.leaving)
        for dated in (self.units, self.status_groups, self.working_times, self.leaves):
            dated.write()
        if self.withdrawals:
            self.withdrawals.write()


def _columns(personnel_number: str | None, own: dict[str, object]) -> dict[str, Any]:
    last_name, first_name = str(own["last_name"]), str(own["first_name"])
    return own | {
        "personnel_number": personnel_number,
        "sort_key": sort_key(last_name, first_name),
        "search_text": search_text(first_name, last_name, personnel_number),
    }
