"""What a list of units writes."""

from dataclasses import dataclass, field
from typing import Any

from trainingtracker import privacy
from trainingtracker.exchange.dated.writes import DatedWrites
from trainingtracker.exchange.units.stored import Leader, UnitState
from trainingtracker.models import Leadership, Unit, UnitVersion


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
