"""Which numbers of these statistics are not shown, because few people are behind them.

What is shown of one year is a table: groups (topics, divisions ...) and all together on one side,
traits (women, part-time ...) on the other. The same facts divided in several ways are several
tables that share what they say of all together.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import product
from typing import Any, TypeAlias

from trainingtracker.privacy.suppression import Dimension, Table, hidden_cells
from trainingtracker.statistics.annual import ALL, Grouping
from trainingtracker.statistics.families import KNOWN_TO_ALL, Family
from trainingtracker.statistics.kinds import Kinds, by_kind
from trainingtracker.statistics.staff import Alike, Change

# A group and the name of a trait.
Number: TypeAlias = tuple[Hashable, ...]


def hidden(
    facts: Sequence[Any],
    groupings: Sequence[Grouping],
    families: Sequence[Family],
    smallest: int,
    also: Mapping[Grouping, Iterable[Number]] | None = None,
    *,
    named: bool = True,
) -> dict[Grouping, frozenset[Number]]:
    """What is hidden in each of these divisions of facts that name a person, or, if not `named`,
    say how many persons are alike.

    A trait in several families is hidden in all where one hides it. `also` is hidden for reasons
    of its own. Whatever one table hides of all together is hidden in those of every grouping.
    """
    also = also or {}
    tables = [(each, _table(each)) for each in by_kind(facts, groupings, families, named=named)]
    found = {grouping: frozenset(also.get(grouping, ())) for grouping in groupings}
    looked_at: dict[int, frozenset[Number]] = {}
    while True:
        together = frozenset(cell for cells in found.values() for cell in cells if cell[0] == ALL)
        before = dict(found)
        for place, (each, table) in enumerate(tables):
            cells = found[each.grouping] | together
            given = frozenset(cell for cell in cells if cell[1] in each.family)
            # Given the same again, it would hide the same again.
            if looked_at.get(place) != given:
                looked_at[place] = given
                found[each.grouping] |= hidden_cells(table, smallest, given)
        if found == before:
            return found


def few_changed(
    changes: Iterable[Change],
    groupings: Sequence[Grouping],
    traits: Family,
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


def _numbers_of(alike: Alike | None, grouping: Grouping, traits: Family) -> frozenset[Number]:
    """In which numbers somebody is counted."""
    if alike is None:
        return frozenset()
    having = [name for name, trait in traits.items() if trait(alike)]
    return frozenset(product({ALL, grouping(alike)}, having))


def _table(found: Kinds) -> Table:
    groups = {group: frozenset([group]) for group, _ in found.number}
    dimensions = (
        Dimension({**groups, ALL: frozenset(groups)}),
        kinds_of({kind for _, kind in found.number}, found.family),
    )
    return Table(dimensions, found.number, people=found.people)


def kinds_of(found: Iterable[Hashable], traits: Family) -> Dimension:
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
