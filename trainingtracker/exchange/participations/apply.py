"""What a list of participations writes."""

from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from sqlalchemy import select

from trainingtracker import clock, privacy
from trainingtracker.competence.awards import award_rows
from trainingtracker.exchange.participations.entries import Entry
from trainingtracker.extensions import db
from trainingtracker.models import Holding, ImportedParticipation
from trainingtracker.vocabulary import Result


@dataclass
class ParticipationWrites:
    """The participations to write, and the holdings that go with them."""

    source: str
    new: list[Entry] = field(default_factory=list)
    changed: list[tuple[int, Entry]] = field(default_factory=list)

    def write(self) -> None:
        # Row by row: all of them as rows at once would be twice the list.
        ids = privacy.bulk_insert(ImportedParticipation, map(self._row, self.new))
        privacy.bulk_update(
            ImportedParticipation,
            [{"id": row_id, "result": entry.result} for row_id, entry in self.changed],
        )
        self._take_back([row_id for row_id, entry in self.changed])
        stated = chain(zip(ids, self.new, strict=True), self.changed)
        privacy.bulk_insert(
            Holding,
            (
                row | {"participation_id": row_id}
                for row_id, entry in stated
                if entry.result is Result.PASSED
                for row in award_rows(entry.person.id, entry.course, entry.day)
            ),
        )

    def _row(self, entry: Entry) -> dict[str, Any]:
        return {
            "person_id": entry.person.id,
            "course_id": entry.course.id,
            "held_on": entry.day,
            "result": entry.result,
            "source": self.source,
        }

    def _take_back(self, row_ids: list[int]) -> None:
        """What a participation gave is superseded where its result changes."""
        changed = set(row_ids)
        if not changed:
            return
        query = select(Holding.id, Holding.participation_id).where(
            Holding.known(), Holding.participation_id.is_not(None)
        )
        now = clock.now()
        privacy.bulk_update(
            Holding,
            [
                {"id": holding_id, "superseded_at": now}
                for holding_id, participation_id in db.session.execute(query)
                if participation_id in changed
            ],
        )
