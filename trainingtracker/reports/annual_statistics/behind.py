"""What is kept behind a release, for the day on which it is corrected.

A number that fewer than k persons have changed is hidden in the correction, with what would give
the difference away. What an earlier release has hidden stays hidden: so nothing can be computed
from all releases of a year that could not be computed from one of them.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from typing import Any, TypeAlias

from trainingtracker.privacy.suppression import Cell, hidden_cells
from trainingtracker.reports.annual_statistics.hiding import OF_PEOPLE, Hidden, divided
from trainingtracker.statistics.annual import Grouping
from trainingtracker.statistics.facts import Facts
from trainingtracker.statistics.families import Family
from trainingtracker.statistics.kinds import Kinds, by_kind
from trainingtracker.statistics.tallies import NOBODY, Tally, changes

# As it is kept: how many were alike, by facts, grouping and family; and the hidden numbers.
Behind: TypeAlias = dict[str, Any]
_ALIKE, _HIDDEN = "alike", "hidden"
_BY_NAME: dict[str, Grouping] = {each.__name__: each for each in OF_PEOPLE}


def behind(found: Facts, year: int, dots: Mapping[Grouping, Hidden]) -> Behind:
    """For the record of a release of this year, in which `dots` are hidden."""
    alike = {address: Tally.of(kinds).to_keep() for address, kinds in _by_address(found, year)}
    hidden = {
        grouping.__name__: [[group, trait] for group, of, trait in cells if of == year]
        for grouping, cells in dots.items()
    }
    return {_ALIKE: alike, _HIDDEN: hidden}


def not_to_show(
    earlier: Behind, found: Facts, year: int, smallest: int
) -> dict[Grouping, frozenset[tuple[Hashable, int, str]]]:
    """What a correction must not show beside an earlier release."""
    dots: dict[Grouping, set[tuple[Hashable, int, str]]] = defaultdict(set)
    for name, cells in earlier[_HIDDEN].items():
        dots[_BY_NAME[name]] |= {(group, year, trait) for group, trait in cells}
    for address, kinds in _by_address(found, year):
        rows = earlier[_ALIKE].get(address)
        before = Tally.kept(rows) if rows else NOBODY
        told = told_by_the_difference(before, Tally.of(kinds), kinds.family, smallest)
        dots[kinds.grouping] |= {(group, year, str(trait)) for group, trait in told}
    return {grouping: frozenset(cells) for grouping, cells in dots.items()}


def told_by_the_difference(
    before: Tally, after: Tally, family: Family, smallest: int
) -> frozenset[Cell]:
    """The numbers of a table whose difference would tell of few, and what would give it away."""
    tables = changes(before, after, family)
    return frozenset[Cell]().union(*(hidden_cells(each, smallest) for each in tables))


def _by_address(found: Facts, year: int) -> Iterator[tuple[str, Kinds]]:
    """All that is shown divided, under the name by which it is kept."""
    for each in divided(found, year):
        for kinds in by_kind(each.facts, each.groupings, each.families, named=each.named):
            yield "/".join((each.key, kinds.grouping.__name__, *kinds.family)), kinds
