"""What is kept behind a release, for the day on which it is corrected.

A number that fewer than k persons have changed is hidden in the correction, with what would give
the difference away. What an earlier release has hidden stays hidden: so nothing can be computed
from all releases of a year that could not be computed from one of them.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from typing import Any, TypeAlias

from trainingtracker.privacy.suppression import Cell, hidden_cells
from trainingtracker.reports.annual_statistics.hiding import OF_PEOPLE, Divided, Hidden, divided
from trainingtracker.statistics.annual import Grouping
from trainingtracker.statistics.facts import Facts
from trainingtracker.statistics.families import Family
from trainingtracker.statistics.tallies import NOBODY, Tally, changes, tally

# As it is kept: how many were alike, by facts, grouping and family; and the hidden numbers.
Behind: TypeAlias = dict[str, Any]
_ALIKE, _HIDDEN = "alike", "hidden"
_BY_NAME: dict[str, Grouping] = {each.__name__: each for each in OF_PEOPLE}


def behind(found: Facts, year: int, dots: Mapping[Grouping, Hidden]) -> Behind:
    """For the record of a release of this year, in which `dots` are hidden."""
    alike = {
        _address(each, grouping, family): tally(each.facts, grouping, family).to_keep()
        for each, grouping, family in _tables(found, year)
    }
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
    for each, grouping, family in _tables(found, year):
        rows = earlier[_ALIKE].get(_address(each, grouping, family))
        before = Tally.kept(rows) if rows else NOBODY
        after = tally(each.facts, grouping, family)
        dots[grouping] |= {
            (group, year, str(trait))
            for group, trait in told_by_the_difference(before, after, family, smallest)
        }
    return {grouping: frozenset(cells) for grouping, cells in dots.items()}


def told_by_the_difference(
    before: Tally, after: Tally, family: Family, smallest: int
) -> frozenset[Cell]:
    """The numbers of a table whose difference would tell of few, and what would give it away."""
    tables = changes(before, after, family)
    return frozenset[Cell]().union(*(hidden_cells(each, smallest) for each in tables))


def _tables(found: Facts, year: int) -> Iterator[tuple[Divided, Grouping, Family]]:
    for each in divided(found, year):
        for grouping in each.groupings:
            for family in each.families:
                yield each, grouping, family


def _address(each: Divided, grouping: Grouping, family: Family) -> str:
    return "/".join((each.key, grouping.__name__, *family))
