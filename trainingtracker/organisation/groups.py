"""Groups of people that a rule can name: a unit with everything below it, or a status group."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from trainingtracker.extensions import db
from trainingtracker.models import StatusGroup, Unit, UnitVersion
from trainingtracker.organisation.belonging import Belonging
from trainingtracker.text import Bilingual


class Group(NamedTuple):
    """Exactly one of the two is set."""

    unit_id: int | None = None
    status_group_id: int | None = None

    def includes(self, belonging: Belonging) -> bool:
        """Whether somebody who belongs there is one of them."""
        if self.unit_id is not None:
            return self.unit_id in belonging.unit_ids
        return self.status_group_id in belonging.status_group_ids


def status_groups() -> list[StatusGroup]:
    """Every status group, by its name."""
    return list(db.session.scalars(select(StatusGroup).order_by(StatusGroup.name_de)))


def group_names(groups: Iterable[Group], as_of: date) -> dict[Group, Bilingual]:
    """What each group is called on the day, a unit that is gone by its last name; two queries."""
    wanted = set(groups)
    found: dict[Group, Bilingual] = {}
    unit_ids = {group.unit_id for group in wanted if group.unit_id is not None}
    if unit_ids:
        rows = db.session.execute(
            select(Unit.id, Unit.number, UnitVersion.name)
            .join(UnitVersion, UnitVersion.unit_id == Unit.id)
            .where(Unit.id.in_(unit_ids), UnitVersion.known(), UnitVersion.since <= as_of)
            .order_by(UnitVersion.since)
        )
        for unit_id, number, name in rows:
            named = Bilingual(f"{number} {name.de}", f"{number} {name.en or name.de}")
            found[Group(unit_id=unit_id)] = named
    status_ids = {g.status_group_id for g in wanted if g.status_group_id is not None}
    if status_ids:
        rows_ = db.session.execute(
            select(StatusGroup.id, StatusGroup.name).where(StatusGroup.id.in_(status_ids))
        )
        found |= {Group(status_group_id=group_id): name for group_id, name in rows_}
    return found
