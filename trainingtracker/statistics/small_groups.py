"""Which numbers of these statistics are not shown, because few people are behind them.

What is shown of one year is a table: groups (topics, divisions ...) and all together on one side,
traits (women, part-time ...) on the other. The same facts divided in several ways are several
tables that share what they say of all together.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple, TypeAlias

from trainingtracker.privacy.suppression import Dimension, Table, hidden_cells
from trainingtracker.statistics.annual import ALL, Grouping
from trainingtracker.statistics.families import KNOWN_TO_ALL, Trait
from trainingtracker.statistics.staff import Alike, Change

# A group and the name of a trait.
Number: TypeAlias = tuple[Hashable, ...]


def hidden(
    facts: Iterable[Any],
    groupings: Sequence[Grouping],
    families: Sequence[Mapping[str, Trait]],
    smallest: int,
    also: Mapping[Grouping, Iterable[Number]] | None = None,
) -> dict[Grouping, frozenset[Number]]:
    """What is hidden in each of these divisions of facts that name a person.

    Traits of one family are shown as parts of each other (women of all), those of different ones
    are not (women who work part-time): each family is a table of its own, and a trait in several
    of them is hidden in all where one hides it. `also` is hidden for reasons of its own.
    """
    tables = _tables(list(facts), groupings, families, tallies=False)
    return _hidden(tables, smallest, also or {})


def hidden_tallies(
    facts: Iterable[Any],
    groupings: Sequence[Grouping],
    families: Sequence[Mapping[str, Trait]],
    smallest: int,
    also: Mapping[Grouping, Iterable[Number]] | None = None,
) -> dict[Grouping, frozenset[Number]]:
    """The same of facts that say how many persons are alike."""
    tables = _tables(list(facts), groupings, families, tallies=True)
    return _hidden(tables, smallest, also or {})


def few_changed(
    changes: Iterable[Change],
    groupings: Sequence[Grouping],
    traits: Mapping[str, Trait],
    smallest: int,
) -> dict[Grouping, frozenset[Number]]:
    """The numbers of two days that so few came to or left that the difference would name them."""
    moved: Counter[tuple[Grouping, Number]] = Counter()
    for before, after in changes:
        for grouping in groupings:
            there = _numbers_of(before, grouping, traits) ^ _numbers_of(after, grouping, traits)
            moved.update((grouping, number) for number in there)
    return {
        grouping: frozenset(
            number
            for (of, number), persons in moved.items()
            if of is grouping and persons < smallest
        )
        for grouping in groupings
    }


def _numbers_of(
    alike: Alike | None, grouping: Grouping, traits: Mapping[str, Trait]
) -> frozenset[Number]:
    """In which numbers somebody is counted."""
    if alike is None:
        return frozenset()
    having = [name for name, trait in traits.items() if trait(alike)]
    return frozenset(product({ALL, grouping(alike)}, having))


def _hidden(
    tables: list[tuple[Grouping, Mapping[str, Trait], Table]],
    smallest: int,
    also: Mapping[Grouping, Iterable[Number]],
) -> dict[Grouping, frozenset[Number]]:
    """Whatever one table hides of all together is hidden in the tables of every grouping."""
    found = {grouping: frozenset(also.get(grouping, ())) for grouping, _, _ in tables}
    looked_at: dict[int, frozenset[Number]] = {}
    while True:
        together = frozenset(cell for cells in found.values() for cell in cells if cell[0] == ALL)
        before = dict(found)
        for place, (grouping, traits, each) in enumerate(tables):
            given = frozenset(cell for cell in found[grouping] | together if cell[1] in traits)
            # Given the same again, it would hide the same again.
            if looked_at.get(place) != given:
                looked_at[place] = given
                found[grouping] |= hidden_cells(each, smallest, given)
        if found == before:
            return found


class _Alike(NamedTuple):
    """Facts of one group of which the same is true: how many they are, and the persons behind."""

    number: Counter[tuple[Hashable, int]]
    people: dict[tuple[Hashable, int], set[int]]


def _tables(
    facts: Sequence[Any],
    groupings: Sequence[Grouping],
    families: Sequence[Mapping[str, Trait]],
    *,
    tallies: bool,
) -> list[tuple[Grouping, Mapping[str, Trait], Table]]:
    """A table for each grouping and family. What is true of a fact is asked once for all of them,
    and facts of which the same is true are looked at together.
    """
    traits = {
        trait: place
        for place, trait in enumerate(dict.fromkeys(t for each in families for t in each.values()))
    }
    numbers: dict[tuple[bool, ...], int] = {}
    kinds = [
        numbers.setdefault(tuple([bool(trait(fact)) for trait in traits]), len(numbers))
        for fact in facts
    ]
    leaves = [
        [tuple([kind[traits[trait]] for trait in family.values()]) for kind in numbers]
        for family in families
    ]
    return [
        (grouping, family, _table(alike, leaf_of, family, tallies=tallies))
        for grouping in groupings
        for alike in [_alike(facts, kinds, grouping, tallies=tallies)]
        for family, leaf_of in zip(families, leaves, strict=True)
    ]


def _alike(
    facts: Sequence[Any], kinds: Sequence[int], grouping: Grouping, *, tallies: bool
) -> _Alike:
    found = _Alike(Counter(), defaultdict(set))
    for fact, kind in zip(facts, kinds, strict=True):
        key = grouping(fact), kind
        if tallies:
            found.number[key] += fact.persons
        else:
            found.number[key] += 1
            found.people[key].add(fact.person_id)
    return found


def _table(
    alike: _Alike,
    leaf_of: Sequence[tuple[bool, ...]],
    traits: Mapping[str, Trait],
    *,
    tallies: bool,
) -> Table:
    """Of one family; whoever has none of its traits is in no number."""
    counts: Counter[tuple[Hashable, ...]] = Counter()
    people: dict[tuple[Hashable, ...], set[int]] = defaultdict(set)
    for (group, kind), number in alike.number.items():
        if any(leaf_of[kind]):
            atom = group, leaf_of[kind]
            counts[atom] += number
            people[atom].update(alike.people.get((group, kind), ()))
    behind = {atom: frozenset(persons) for atom, persons in people.items()}
    dimensions = _groups(counts), _kinds(counts, traits)
    return Table(dimensions, counts, people=None if tallies else behind)


def _groups(atoms: Iterable[tuple[Hashable, ...]]) -> Dimension:
    alone = {atom[0]: frozenset([atom[0]]) for atom in atoms}
    return Dimension({**alone, ALL: frozenset(alone)})


def _kinds(atoms: Iterable[tuple[Hashable, ...]], traits: Mapping[str, Trait]) -> Dimension:
    return kinds_of({atom[1] for atom in atoms}, traits)


def kinds_of(found: Iterable[Hashable], traits: Mapping[str, Trait]) -> Dimension:
    """The nodes are the traits, the leaves what is true together of somebody.

    How many staff there are everybody knows: it stands on the page for everybody. Of each of them
    nothing else might be true.
    """
    leaves: set[Any] = set(found)
    known = KNOWN_TO_ALL in traits and bool(leaves)
    if known:
        leaves.add(tuple(name == KNOWN_TO_ALL for name in traits))
    return Dimension(
        {
            name: having
            for place, name in enumerate(traits)
            if (having := frozenset(leaf for leaf in leaves if leaf[place]))
        },
        whole=KNOWN_TO_ALL if known else None,
    )
