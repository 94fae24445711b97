"""What taking a list back comes to: rows that go, rows that are as before, and what is history.

Enrolments, decisions and messages are never unmade. An enrolment that the list has begun ends, one
that it has moved goes back; decisions stay on record; messages that have not left are withdrawn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import select

from trainingtracker.enrolment.changes.taking_back import BEGUN
from trainingtracker.exchange.runs import journal
from trainingtracker.extensions import db
from trainingtracker.models import Attendance, Enrolment, ImportRun, ImportWrite
from trainingtracker.portions import portions
from trainingtracker.vocabulary import ChangeKind

_HISTORY = {"enrolment", "approval", "outgoing_mail"}
# Others may have these by now, or they are counted on.
_NOT_RESTORED = {"id", "place", "version"}

Ids = dict[str, list[int]]


@dataclass(frozen=True)
class WayBack:
    """What a list has written, and the last audit entry of it."""

    everything: Sequence[ImportWrite]
    last: int

    @classmethod
    def of(cls, run: ImportRun) -> "WayBack":
        return cls(journal.kept(run.id), (run.audited or [[0, 0]])[0][1])

    @cached_property
    def rows(self) -> list[ImportWrite]:
        """The writes of rows that go back as rows."""
        return [write for write in self.everything if write.table_name not in _HISTORY]

    @cached_property
    def added(self) -> Ids:
        return journal.by_table(self.rows, ChangeKind.INSERT)

    @cached_property
    def changed(self) -> Ids:
        return journal.by_table(self.rows, ChangeKind.UPDATE)

    @cached_property
    def deleted(self) -> Ids:
        return journal.by_table(self.rows, ChangeKind.DELETE)

    @cached_property
    def begun(self) -> list[int]:
        """Enrolments that the list has begun."""
        return journal.by_table(self.everything, ChangeKind.INSERT).get("enrolment", [])

    @cached_property
    def moved(self) -> dict[int, dict[str, Any]]:
        """Other enrolments, with what stood in their columns before the list."""
        found: dict[int, dict[str, Any]] = {}
        begun, table = set(self.begun), db.metadata.tables["enrolment"]
        for write in reversed(self.everything):
            if write.table_name == "enrolment" and write.kind is ChangeKind.UPDATE:
                for row in journal.before(write, table):
                    if row["id"] not in begun:
                        facts = {k: v for k, v in row.items() if k not in _NOT_RESTORED}
                        found.setdefault(row["id"], {}).update(facts)
        return {enrolment_id: facts for enrolment_id, facts in found.items() if facts}

    @cached_property
    def enrolments(self) -> dict[int, Mapping[str, Any]]:
        """All of them, with what they go back to."""
        return {**dict.fromkeys(self.begun, BEGUN), **self.moved}

    @cached_property
    def mails(self) -> list[int]:
        return journal.by_table(self.everything, ChangeKind.INSERT).get("outgoing_mail", [])

    @cached_property
    def offerings(self) -> set[int]:
        """Those that were there before the list has changed them."""
        return set(self.changed.get("offering", ())) - set(self.added.get("offering", ()))

    @cached_property
    def attended(self) -> set[int]:
        """Enrolments of which the list has recorded attendance."""
        table = db.metadata.tables["attendance"]
        found = {
            row["enrolment_id"]
            for write in self.rows
            if write.table_name == "attendance" and write.kind is ChangeKind.DELETE
            for row in journal.before(write, table)
        }
        recorded = [*self.added.get("attendance", ()), *self.changed.get("attendance", ())]
        for portion in portions(recorded):
            query = select(Attendance.enrolment_id).where(Attendance.id.in_(portion))
            found.update(db.session.scalars(query))
        return found

    @cached_property
    def concerned(self) -> set[int]:
        """The offerings of all these enrolments, and those that were changed."""
        found = set(self.offerings)
        for portion in portions([*self.enrolments, *self.attended]):
            query = select(Enrolment.offering_id).where(Enrolment.id.in_(portion))
            found.update(db.session.scalars(query))
        return found
