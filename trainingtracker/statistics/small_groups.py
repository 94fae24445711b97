"""Which numbers of these statistics are not shown, because few people are behind them.

What is shown of one year is a table: groups (topics, divisions ...) and all together on one side,
traits (women, part-time ...) on the other. The same facts divided in several ways are several
tables that share what they say of all together.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import product
from typing import Any, TypeAlias

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
    return _hidden(list(facts), groupings, families, smallest, _of_persons, also or {})


def hidden_tallies(
    facts: Iterable[Any],
    groupings: Sequence[Grouping],
    families: Sequence[Mapping[str, Trait]],
    smallest: int,
    also: Mapping[Grouping, Iterable[Number]] | None = None,
) -> dict[Grouping, frozenset[Number]]:
    """The same of facts that say how many persons are alike."""
    return _hidden(list(facts), groupings, families, smallest, _of_tallies, also or {})


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
    facts: list[Any],
    groupings: Sequence[Grouping],
    families: Sequence[Mapping[str, Trait]],
    smallest: int,
    table: Callable[[list[Any], Grouping, Mapping[str, Trait]], Table],
    also: Mapping[Grouping, Iterable[Number]],
) -> dict[Grouping, frozenset[Number]]:
    """Whatever one table hides of all together is hidden in the tables of every grouping."""
    tables = [
        (grouping, table(_with_a_trait(facts, traits), grouping, traits))
        for grouping in groupings
        for traits in families
    ]
    found = {grouping: frozenset(also.get(grouping, ())) for grouping in groupings}
    while True:
        together = frozenset(cell for cells in found.values() for cell in cells if cell[0] == ALL)
        before = dict(found)
        for grouping, each in tables:
            found[grouping] |= hidden_cells(each, smallest, found[grouping] | together)
        if found == before:
            return found


def _with_a_trait(facts: Iterable[Any], traits: Mapping[str, Trait]) -> list[Any]:
    """Whoever has none of the traits is in no number."""
    return [fact for fact in facts if any(trait(fact) for trait in traits.values())]


def _of_persons(facts: list[Any], grouping: Grouping, traits: Mapping[str, Trait]) -> Table:
    counts: Counter[tuple[Hashable, ...]] = Counter()
    people: dict[tuple[Hashable, ...], set[int]] = defaultdict(set)
    for fact in facts:
        atom = _atom(fact, grouping, traits)
        counts[atom] += 1
        people[atom].add(fact.person_id)
    behind = {atom: frozenset(persons) for atom, persons in people.items()}
    groups, kinds = _groups(counts), _kinds(counts, traits)
    return Table((groups, kinds), counts, list(product(groups.nodes, kinds.nodes)), behind)


def _of_tallies(facts: list[Any], grouping: Grouping, traits: Mapping[str, Trait]) -> Table:
    counts: Counter[tuple[Hashable, ...]] = Counter()
    for fact in facts:
        counts[_atom(fact, grouping, traits)] += fact.persons
    groups, kinds = _groups(counts), _kinds(counts, traits)
    return Table((groups, kinds), counts, list(product(groups.nodes, kinds.nodes)))


def _atom(fact: Any, grouping: Grouping, traits: Mapping[str, Trait]) -> tuple[Hashable, Hashable]:
    return grouping(fact), tuple(trait(fact) for trait in traits.values())


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
