"""Headcount and participations by unit: a person is counted once in each unit above them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from trainingtracker.attainment.participations import participations
from trainingtracker.attainment.people import employed, is_staff, on_leave
from trainingtracker.attainment.scope import Scope
from trainingtracker.attainment.shares import Share
from trainingtracker.extensions import db
from trainingtracker.models import Assignment, Course, Person
from trainingtracker.organisation.tree import UnitNode, UnitTree


class UnitCounts(NamedTuple):
    """What is true of a set of persons on the day; `depth` is the depth in the list shown."""

    unit: UnitNode | None
    depth: int
    headcount: int
    on_leave: int
    reached: int
    participations: int

    @property
    def rate(self) -> Share:
        return Share(self.reached, self.headcount, self.headcount)


class _Member(NamedTuple):
    employed: bool
    away: bool
    participations: int


@dataclass(frozen=True)
class ByUnit:
    """`total` counts everyone in scope once. `without_unit` are staff that no unit had on the day,
    `not_employed` those who had left or not begun and belong to no unit: they only took part.
    """

    units: tuple[UnitCounts, ...]
    without_unit: UnitCounts
    not_employed: UnitCounts
    total: UnitCounts


def by_unit(as_of: date, scope: Scope, tree: UnitTree, topic_id: int | None = None) -> ByUnit:
    """The units of the tree within the scope, depth first: two queries."""
    members = _members(as_of, scope, topic_id)
    # Somebody whose unit no longer exists on the day is without a unit.
    direct = {
        unit_id: persons
        for unit_id, persons in _direct_members(as_of, scope, members).items()
        if unit_id in tree
    }
    shown = _shown(scope, tree, direct)
    within: dict[int, set[int]] = defaultdict(set)
    for unit_id, persons in direct.items():
        for above in (unit_id, *tree.ancestor_ids(unit_id)):
            if above in shown:
                within[above] |= persons
    assigned: set[int] = set().union(*direct.values())
    outside = members.keys() - assigned
    return ByUnit(
        units=tuple(
            _counts(node, depth, within[node.id], members)
            for node in tree.in_order()
            if (depth := shown.get(node.id)) is not None
        ),
        without_unit=_counts(None, 0, (p for p in outside if members[p].employed), members),
        not_employed=_counts(None, 0, (p for p in outside if not members[p].employed), members),
        total=_counts(None, 0, members, members),
    )


def _members(as_of: date, scope: Scope, topic_id: int | None) -> dict[int, _Member]:
    """Staff in scope who are employed on the day or took part in something."""
    taken = participations(as_of)
    counted = select(taken.c.person_id, func.count().label("number")).group_by(taken.c.person_id)
    if topic_id is not None:
        counted = counted.join(Course, Course.id == taken.c.course_id).where(
            Course.topic_id == topic_id
        )
    each = counted.subquery("each_person")
    here = employed(as_of)
    rows = db.session.execute(
        select(Person.id, here, on_leave(as_of), func.coalesce(each.c.number, 0))
        .outerjoin(each, each.c.person_id == Person.id)
        .where(is_staff(), scope.covers(Person.id, as_of), here | (each.c.number > 0))
    )
    return {row[0]: _Member(bool(row[1]), bool(row[2]), row[3]) for row in rows}


def _direct_members(as_of: date, scope: Scope, members: dict[int, _Member]) -> dict[int, set[int]]:
    """Who is assigned to each unit itself; somebody shared by two units is in both."""
    rows = db.session.execute(
        select(Assignment.unit_id, Assignment.person_id).where(
            Assignment.valid(as_of), scope.covers(Assignment.person_id, as_of)
        )
    )
    direct: dict[int, set[int]] = defaultdict(set)
    for unit_id, person_id in rows:
        if person_id in members:
            direct[unit_id].add(person_id)
    return direct


def _shown(scope: Scope, tree: UnitTree, direct: dict[int, set[int]]) -> dict[int, int]:
    """The units to list, with their depth among those listed.

    All units of the scope; for a team only those its members are in, because the units above would
    show the team's numbers under a larger name.
    """
    listed: dict[int, int] = {}
    for node in tree.in_order():
        if scope.unit_ids is not None and node.id not in scope.unit_ids:
            continue
        if scope.is_team and node.id not in direct:
            continue
        above = [unit_id for unit_id in tree.ancestor_ids(node.id) if unit_id in listed]
        listed[node.id] = len(above)
    return listed


def _counts(
    unit: UnitNode | None, depth: int, persons: Iterable[int], members: dict[int, _Member]
) -> UnitCounts:
    tally: Counter[str] = Counter()
    for person_id in persons:
        member = members[person_id]
        tally["headcount"] += member.employed
        tally["on_leave"] += member.employed and member.away
        tally["reached"] += member.employed and member.participations > 0
        tally["participations"] += member.participations
    return UnitCounts(
        unit,
        depth,
        tally["headcount"],
        tally["on_leave"],
        tally["reached"],
        tally["participations"],
    )
