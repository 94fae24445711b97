"""Headcount and participations by unit: a person is counted once in each unit above them."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from trainingtracker.attainment import read, unit_members
from trainingtracker.attainment.scope import Scope
from trainingtracker.attainment.shares import Share
from trainingtracker.kept import kept
from trainingtracker.organisation.tree import UnitNode, UnitTree


class UnitCounts(NamedTuple):
    """What is true of a set of persons on the day; `depth` is the depth in the list shown."""

    unit: UnitNode | None
    depth: int
    headcount: int
    on_leave: int
    reached: int
    participations: int
    proved: int

    @property
    def rate(self) -> Share:
        return Share(self.reached, self.headcount)


# Where people are counted: in units by their id, and in the rows below the units.
_WITHOUT_UNIT, _NOT_EMPLOYED, _TOTAL = -1, -2, -3


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
    """The units of the tree (of the day `as_of`) within the scope, depth first: four queries."""
    key = ("by unit", as_of, scope, topic_id)
    of = read.of(scope, read.participations_until(as_of), read.HOLDINGS)
    return kept(key, lambda: _by_unit(as_of, scope, tree, topic_id), of=of, long=True)


def _by_unit(as_of: date, scope: Scope, tree: UnitTree, topic_id: int | None) -> ByUnit:
    """Count anew.

    The database adds up people who have one unit. The few of several units, and those on leave,
    are gathered one by one, so that they count once in every unit above.
    """
    alike = unit_members.of_one_unit(as_of, scope, topic_id)
    shared = unit_members.of_several_units(as_of, scope, topic_id)
    away = unit_members.units_of_people_on_leave(as_of, scope)
    populated = {group.unit_id for group in alike}.union(*(units for units, _ in shared))
    shown = _shown(scope, tree, populated)
    tallies: dict[int, Counter[str]] = defaultdict(Counter)
    for unit_ids, group in (*(({group.unit_id}, group) for group in alike), *shared):
        for place in _places(unit_ids, employed=group.employed, tree=tree, shown=shown):
            tally = tallies[place]
            tally["participations"] += group.participations
            if group.employed:
                tally["headcount"] += group.persons
                tally["reached"] += group.reached
    proved = unit_members.units_of_proved_holders(as_of, scope, topic_id)
    for name, persons in (("on_leave", away), ("proved", proved)):
        for unit_ids in persons:
            for place in _places(unit_ids, employed=True, tree=tree, shown=shown):
                tallies[place][name] += 1
    return ByUnit(
        units=tuple(
            _counts(node, depth, tallies[node.id])
            for node in tree.in_order()
            if (depth := shown.get(node.id)) is not None
        ),
        without_unit=_counts(None, 0, tallies[_WITHOUT_UNIT]),
        not_employed=_counts(None, 0, tallies[_NOT_EMPLOYED]),
        total=_counts(None, 0, tallies[_TOTAL]),
    )


class StatedByUnit(NamedTuple):
    """Persons who state something about themselves, as far as the reader may know."""

    units: Counter[int]
    without_unit: int
    total: int


def stated_by_unit(
    people: Iterable[set[int | None]], tree: UnitTree, listed: ByUnit
) -> StatedByUnit:
    """Count people, given by their units, in the rows of a list."""
    shown = {counts.unit.id for counts in listed.units if counts.unit is not None}
    tally = Counter(
        place
        for unit_ids in people
        for place in _places(unit_ids, employed=True, tree=tree, shown=shown)
    )
    return StatedByUnit(tally, tally[_WITHOUT_UNIT], tally[_TOTAL])


def _places(
    unit_ids: set[int | None], *, employed: bool, tree: UnitTree, shown: Container[int]
) -> set[int]:
    """Everywhere a person of these units is counted; a unit that is gone by the day is none."""
    there = {unit_id for unit_id in unit_ids if unit_id is not None and unit_id in tree}
    if not there:
        return {_TOTAL, _WITHOUT_UNIT if employed else _NOT_EMPLOYED}
    line = there.union(*(tree.ancestor_ids(unit_id) for unit_id in there))
    return {_TOTAL} | {unit_id for unit_id in line if unit_id in shown}


def _shown(scope: Scope, tree: UnitTree, populated: Container[int | None]) -> dict[int, int]:
    """The units to list, with their depth among those listed.

    All units of the scope; for a team only those its members are in, because the units above would
    show the team's numbers under a larger name.
    """
    listed: dict[int, int] = {}
    for node in tree.in_order():
        if scope.unit_ids is not None and node.id not in scope.unit_ids:
            continue
        if scope.is_team and node.id not in populated:
            continue
        above = [unit_id for unit_id in tree.ancestor_ids(node.id) if unit_id in listed]
        listed[node.id] = len(above)
    return listed


def _counts(unit: UnitNode | None, depth: int, tally: Counter[str]) -> UnitCounts:
    return UnitCounts(
        unit,
        depth,
        tally["headcount"],
        tally["on_leave"],
        tally["reached"],
        tally["participations"],
        tally["proved"],
    )
