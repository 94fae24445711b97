"""How many facts are alike: kept with what was published, to be compared with a correction of it.

Whoever keeps two releases of a year can subtract them. What has changed is a table as well, whose
small groups are those of whom the difference would tell. For that the facts of then are not needed,
and nobody's name: how many there were of each kind is enough.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias

from trainingtracker.privacy.suppression import Dimension, Table
from trainingtracker.statistics.annual import ALL
from trainingtracker.statistics.families import Trait
from trainingtracker.statistics.small_groups import kinds_of

# A group, and of which traits of a family something is true.
Kind: TypeAlias = tuple[Hashable, tuple[bool, ...]]


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
    def kept(cls, rows: Iterable[Any]) -> "Tally":
        found = cls(Counter(), Counter())
        for group, kind, number, persons in rows:
            key = (group, tuple(bool(each) for each in kind))
            found.facts[key], found.persons[key] = number, persons
        return found


NOBODY = Tally(Counter(), Counter())


def tally(facts: Iterable[Any], grouping: Any, traits: Mapping[str, Trait]) -> Tally:
    """Whoever has none of the traits is in no number; who are alike come with how many they are."""
    found, persons = Tally(Counter(), Counter()), set()
    for fact in facts:
        kind = tuple(bool(trait(fact)) for trait in traits.values())
        if not any(kind):
            continue
        key = (grouping(fact), kind)
        number = getattr(fact, "persons", 1)
        found.facts[key] += number
        if not hasattr(fact, "person_id"):
            found.persons[key] += number
        elif (key, fact.person_id) not in persons:
            persons.add((key, fact.person_id))
            found.persons[key] += 1
    return found


def changes(before: Tally, after: Tally, traits: Mapping[str, Trait]) -> list[Table]:
    """What has changed as two tables, of facts and of persons, divided as they are shown."""
    return [_table(one, other, traits) for one, other in zip(before, after, strict=True)]


def _table(before: Counter[Kind], after: Counter[Kind], traits: Mapping[str, Trait]) -> Table:
    there = before.keys() | after.keys()
    counts: dict[tuple[Hashable, ...], int] = {
        each: changed for each in there if (changed := abs(after[each] - before[each]))
    }
    groups = {group: frozenset([group]) for group, _ in there}
    nodes = Dimension({**groups, ALL: frozenset(groups)})
    told_of = kinds_of({kind for _, kind in there}, traits)
    return Table((nodes, told_of), counts)
