"""What somebody wants to reorganise, as a form hands it in."""

from dataclasses import dataclass
from datetime import date

from trainingtracker.vocabulary import ReorganisationKind


@dataclass(frozen=True)
class Wish:
    """From `since` on the unit has another name, another parent, is part of another, or is two.

    A move without `parent_id` takes it to the top. A merge takes its people and sub-units into
    `target_id`; who led it leads it no longer. A split gives `person_ids` and the sub-units
    `child_ids` to a new unit of that `number`, which `manager_id` leads, beside the old one.
    """

    kind: ReorganisationKind
    unit_id: int
    since: date
    name_de: str = ""
    name_en: str = ""
    parent_id: int | None = None
    target_id: int | None = None
    number: str = ""
    person_ids: tuple[int, ...] = ()
    child_ids: tuple[int, ...] = ()
    manager_id: int | None = None
