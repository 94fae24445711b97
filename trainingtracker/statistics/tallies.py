"""How many facts are alike: kept with what was published, to be compared with a correction of it.

Whoever keeps two releases of a year can subtract them. What has changed is a table as well, whose
small groups are those of whom the difference would tell. For that the facts of then are not needed,
and nobody's name: how many there were of each kind is enough.
"""

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import Any, NamedTuple

from trainingtracker.privacy.suppression import Dimension, Table
from trainingtracker.statistics.annual import ALL
from trainingtracker.statistics.families import Family
from trainingtracker.statistics.kinds import Kind, Kinds
from trainingtracker.statistics.small_groups import kinds_of


class Tally(NamedTuple):
    """By kind: how many facts there are, and of how many persons."""

    facts: Counter[Kind]
    persons: Counter[Kind]

    def to_keep(self) -> list[Any]:
        """For the record: a row a kind."""
        return [
            [group, [int(each) for each in kind], number, self.persons[group, kind]]
            for (group, kind), number in self.facts.items()
        ]

    @classmethod
    def of(cls, found: Kinds) -> "Tally":
        return cls(found.number, found.persons)

    @classmethod
    def kept(cls, rows: Iterable[Any]) -> "Tally":
        found = cls(Counter(), Counter())
        for group, kind, number, persons in rows:
            key = (group, tuple(bool(each) for each in kind))
            found.facts[key], found.persons[key] = number, persons
        return found


NOBODY = Tally(Counter(), Counter())


def changes(before: Tally, after: Tally, traits: Family) -> list[Table]:
    """What has changed as two tables, of facts and of persons, divided as they are shown."""
    return [_table(one, other, traits) for one, other in zip(before, after, strict=True)]


def _table(before: Counter[Kind], after: Counter[Kind], traits: Family) -> Table:
    there = before.keys() | after.keys()
    counts: dict[tuple[Hashable, ...], int] = {
        each: changed for each in there if (changed := abs(after[each] - before[each]))
    }
    groups = {group: frozenset([group]) for group, _ in there}
    nodes = Dimension({**groups, ALL: frozenset(groups)})
    told_of = kinds_of({kind for _, kind in there}, traits)
    return Table((nodes, told_of), counts)
