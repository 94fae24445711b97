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

Trait: TypeAlias = Callable[[Any], bool]
# A group and the name of a trait.
Number: TypeAlias = tuple[Hashable, ...]


def hidden(
    facts: Iterable[Any],
    groupings: Sequence[Grouping],
    traits: Mapping[str, Trait],
    smallest: int,
) -> dict[Grouping, frozenset[Number]]:
    """What is hidden in each of these divisions of facts that name a person."""
    facts = _with_a_trait(facts, traits)
    tables = {grouping: _of_persons(facts, grouping, traits) for grouping in groupings}
    return _hidden(tables, smallest)


def hidden_tallies(
    facts: Iterable[Any],
    groupings: Sequence[Grouping],
    traits: Mapping[str, Trait],
    smallest: int,
) -> dict[Grouping, frozenset[Number]]:
    """The same of facts that say how many persons are alike."""
    facts = _with_a_trait(facts, traits)
    tables = {grouping: _of_tallies(facts, grouping, traits) for grouping in groupings}
    return _hidden(tables, smallest)


def _hidden(tables: Mapping[Grouping, Table], smallest: int) -> dict[Grouping, frozenset[Number]]:
    """Whatever one table hides of all together is hidden in each of them."""
    together: frozenset[Number] = frozenset()
    while True:
        found = {
            grouping: hidden_cells(table, smallest, together) for grouping, table in tables.items()
        }
        of_all = frozenset(cell for each in found.values() for cell in each if cell[0] == ALL)
        if of_all == together:
            return found
        together = of_all


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
    """The nodes are the traits, the leaves what is true together of somebody."""
    leaves: set[Any] = {atom[1] for atom in atoms}
    return Dimension(
        {
            name: having
            for place, name in enumerate(traits)
            if (having := frozenset(leaf for leaf in leaves if leaf[place]))
        }
    )
