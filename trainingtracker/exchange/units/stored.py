"""The units on record beside whom a list of units is held, in three queries."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select

from trainingtracker.exchange.dated.timeline import Period, held_on
from trainingtracker.extensions import db
from trainingtracker.models import Assignment, Leadership, Unit, UnitVersion
from trainingtracker.vocabulary import LeadershipKind, UnitKind


class UnitState(NamedTuple):
    """What is dated about a unit; the parent by its number, for it may be new itself."""

    name: str
    name_en: str
    kind: UnitKind | None
    parent: str | None
    cost_centre: str | None


Leader = tuple[int, LeadershipKind]


@dataclass
class StoredUnits:
    """Units by number."""

    ids: dict[str, int]
    states: dict[str, list[Period[UnitState]]] = field(default_factory=lambda: defaultdict(list))
    leaders: dict[str, list[Period[Leader]]] = field(default_factory=lambda: defaultdict(list))

    def state(self, number: str, day: date) -> UnitState | None:
        held = held_on(self.states.get(number, []), day)
        return held.value if held else None


def load() -> StoredUnits:
    ids = {number: unit_id for unit_id, number in db.session.execute(select(Unit.id, Unit.number))}
    number_of = {unit_id: number for number, unit_id in ids.items()}
    stored = StoredUnits(ids)
    versions = select(UnitVersion).where(UnitVersion.known()).order_by(UnitVersion.since)
    for row in db.session.scalars(versions):
        parent = number_of[row.parent_id] if row.parent_id else None
        state = UnitState(row.name_de, row.name_en, row.kind, parent, row.cost_centre)
        stored.states[number_of[row.unit_id]].append(Period(row.id, row.since, row.until, state))
    leaderships = select(Leadership).where(Leadership.known()).order_by(Leadership.since)
    for lead in db.session.scalars(leaderships):
        period = Period(lead.id, lead.since, lead.until, (lead.person_id, lead.kind))
        stored.leaders[number_of[lead.unit_id]].append(period)
    return stored


def members_until(unit_ids: Collection[int]) -> dict[int, date]:
    """The last day on which anybody belongs to each of these units, one query."""
    rows = db.session.execute(
        select(Assignment.unit_id, Assignment.until).where(
            Assignment.known(), Assignment.unit_id.in_(unit_ids)
        )
    )
    found: dict[int, date] = {}
    for unit_id, until in rows:
        last = until - timedelta(days=1) if until else date.max
        found[unit_id] = max(last, found.get(unit_id, date.min))
    return found
