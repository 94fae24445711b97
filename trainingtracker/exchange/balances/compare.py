"""Lists of numbers reached before the tracker; another number for the same day corrects it."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from trainingtracker import clock, privacy
from trainingtracker.exchange.balances.entries import Entry, read, values_of
from trainingtracker.exchange.balances.fields import VOCABULARY
from trainingtracker.exchange.facts import OnRecord, hold_beside
from trainingtracker.exchange.finding.terms import CourseTerms
from trainingtracker.exchange.finding.units import UnitFinder
from trainingtracker.exchange.meaning.table import Table
from trainingtracker.exchange.preview import Preview
from trainingtracker.extensions import db
from trainingtracker.models import OpeningBalance

__all__ = ["VOCABULARY", "compare"]


@dataclass
class BalanceWrites:
    """The numbers to write, with the id of the row that each corrects."""

    stated: list[tuple[Entry, int | None]] = field(default_factory=list)

    def write(self) -> None:
        now = clock.now()
        privacy.bulk_insert(
            OpeningBalance,
            [
                {
                    "topic_id": entry.topic_id,
                    "unit_id": entry.unit_id,
                    "as_of": entry.as_of,
                    "persons": entry.persons,
                    "source": entry.source,
                    "recorded_at": now,
                }
                for entry, row_id in self.stated
                if row_id is None
            ],
        )
        privacy.bulk_update(
            OpeningBalance,
            [
                {"id": row_id, "persons": entry.persons, "source": entry.source, "recorded_at": now}
                for entry, row_id in self.stated
                if row_id is not None
            ],
        )


def compare(table: Table, preview: Preview, today: date) -> None:
    """Hold a list of numbers from before beside those on record."""
    terms, units = CourseTerms(), UnitFinder(today, table.column("unit"))
    rows = preview.passing(table.records, passes=1)
    entries = [entry for record in rows if (entry := read(record, terms, units, today))]
    writes = BalanceWrites()
    for entry, before in hold_beside(entries, _on_record(), preview, VOCABULARY):
        writes.stated.append((entry, before.id if before else None))
    preview.writes = writes


def _on_record() -> dict[Hashable, OnRecord]:
    return {
        (row.topic_id, row.unit_id, row.as_of): OnRecord(row.id, values_of(row.persons, row.source))
        for row in db.session.scalars(select(OpeningBalance).order_by(OpeningBalance.id))
    }
