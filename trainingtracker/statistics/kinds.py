"""Facts of which the same is true, together: what is hidden, and what a correction changes, goes by
how many there are of each kind.

Traits of one family are shown as parts of each other (women of all), those of different ones are
not (women who work part-time): each family is a table of its own.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from trainingtracker.statistics.annual import Grouping
from trainingtracker.statistics.families import Family

# A group, and of which traits of a family something is true.
Kind: TypeAlias = tuple[Any, ...]


class Kinds(NamedTuple):
    """Facts by group and by what of a family is true: how many of each kind, who is behind them.

    Whoever has none of the traits is in no number. `people` is None where facts say how many
    persons are alike, and not which.
    """

    grouping: Grouping
    family: Family
    number: Counter[Kind]
    people: Mapping[Kind, frozenset[int]] | None

    @property
    def persons(self) -> Counter[Kind]:
        if self.people is None:
            return self.number
        return Counter({kind: len(persons) for kind, persons in self.people.items()})


def by_kind(
    facts: Sequence[Any],
    groupings: Sequence[Grouping],
    families: Sequence[Family],
    *,
    named: bool = True,
) -> Iterator[Kinds]:
    """For each grouping and each family. What is true of a fact is asked once for all."""
    traits = {
        trait: place
        for place, trait in enumerate(dict.fromkeys(t for each in families for t in each.values()))
    }
    numbers: dict[tuple[bool, ...], int] = {}
    together = [
        numbers.setdefault(tuple([bool(trait(fact)) for trait in traits]), len(numbers))
        for fact in facts
    ]
    of_families = [
        [tuple([true_of[traits[trait]] for trait in family.values()]) for true_of in numbers]
        for family in families
    ]
    for grouping in groupings:
        count, people = _by_group(facts, together, grouping, named=named)
        for family, true_of in zip(families, of_families, strict=True):
            yield _of_family(grouping, family, true_of, count, people if named else None)


_Count = Counter[tuple[Hashable, int]]
_People = Mapping[tuple[Hashable, int], set[int]]


def _by_group(
    facts: Sequence[Any], together: Sequence[int], grouping: Grouping, *, named: bool
) -> tuple[_Count, _People]:
    count: _Count = Counter()
    people: dict[tuple[Hashable, int], set[int]] = defaultdict(set)
    for fact, number in zip(facts, together, strict=True):
        key = grouping(fact), number
        if named:
            count[key] += 1
            people[key].add(fact.person_id)
        else:
            count[key] += fact.persons
    return count, people


def _of_family(
    grouping: Grouping,
    family: Family,
    true_of: Sequence[tuple[bool, ...]],
    count: _Count,
    people: _People | None,
) -> Kinds:
    number: Counter[Kind] = Counter()
    behind: dict[Kind, set[int]] = defaultdict(set)
    for (group, together), facts in count.items():
        if any(true_of[together]):
            kind = group, true_of[together]
            number[kind] += facts
            if people is not None:
                behind[kind] |= people[group, together]
    if people is None:
        return Kinds(grouping, family, number, None)
    found = {kind: frozenset(persons) for kind, persons in behind.items()}
    return Kinds(grouping, family, number, found)
