"""Where persons belong on a day: units with all above them, status groups, whether they lead."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from trainingtracker.extensions import db
from trainingtracker.models import Assignment, Leadership, StatusGroupMembership
from trainingtracker.organisation.tree import UnitTree


@dataclass(frozen=True)
class Belonging:
    """What one person belongs to; whoever is of a unit is also of every unit above it."""

    unit_ids: frozenset[int] = frozenset()
    status_group_ids: frozenset[int] = frozenset()
    leads: bool = False


def belongings(person_ids: Collection[int], as_of: date) -> dict[int, Belonging]:
    """Person id -> where they belong on the day, for all of them in four queries.

    A deputy leads as well: they stand in for the manager.
    """
    ids = set(person_ids)
    if not ids:
        return {}
    tree = UnitTree.load(as_of)
    units: dict[int, set[int]] = {}
    assigned = select(Assignment.person_id, Assignment.unit_id)
    for person_id, unit_id in db.session.execute(
        assigned.where(Assignment.person_id.in_(ids), Assignment.valid(as_of))
    ):
        units.setdefault(person_id, set()).update({unit_id, *tree.ancestor_ids(unit_id)})
    groups: dict[int, set[int]] = {}
    member = StatusGroupMembership
    for person_id, group_id in db.session.execute(
        select(member.person_id, member.status_group_id).where(
            member.person_id.in_(ids), member.valid(as_of)
        )
    ):
        groups.setdefault(person_id, set()).add(group_id)
    leaders = set(
        db.session.scalars(
            select(Leadership.person_id).where(
                Leadership.person_id.in_(ids), Leadership.valid(as_of)
            )
        )
    )
    return {
        each: Belonging(
            frozenset(units.get(each, ())), frozenset(groups.get(each, ())), each in leaders
        )
        for each in ids
    }
