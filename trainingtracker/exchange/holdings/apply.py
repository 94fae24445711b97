"""What a list of competences writes: new rows, and in the place of corrected ones newer ones."""

from dataclasses import dataclass, field
from typing import Any

from trainingtracker import clock, privacy
from trainingtracker.exchange.holdings.entries import Entry
from trainingtracker.models import Holding
from trainingtracker.vocabulary import Basis


@dataclass
class HoldingWrites:
    """Holdings are dated: a correction supersedes and adds, it never edits."""

    confirmed_by_id: int | None
    added: list[Entry] = field(default_factory=list)
    superseded: list[int] = field(default_factory=list)

    def write(self) -> None:
        now = clock.now()
        privacy.bulk_update(
            Holding, [{"id": row_id, "superseded_at": now} for row_id in self.superseded]
        )
        privacy.bulk_insert(Holding, [self._row(entry) for entry in self.added])

    def _row(self, entry: Entry) -> dict[str, Any]:
        return {
            "person_id": entry.person.id,
            "competence_id": entry.at.competence_id,
            "level_id": entry.at.level_id,
            "activity": entry.activity,
            "evidence": entry.evidence,
            "evidence_date": entry.evidence_date,
            "since": entry.since,
            "until": entry.until,
            "scheme_id": entry.scheme_id,
            "score": entry.score,
            "basis": Basis.OFFICIAL,
            "confirmed_by_id": self.confirmed_by_id,
            "recorded_at": clock.now(),
        }
