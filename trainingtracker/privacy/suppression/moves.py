"""Another truth that readers could not tell from this one.

A *move* takes somebody from one atom to another, and where that would change a margin, somebody
else the other way. Every number outside the few cells that it changes stays as it is, nobody
becomes fewer than none, everything stays whole: if those cells are hidden, no reader can say which
of the two is true, however they add, subtract or compare. Each hidden cell has such a move; that
is why it can not be reckoned out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import NamedTuple

from trainingtracker.privacy.suppression.table import (
    Atom,
    Beside,
    Cell,
    Dimension,
    Leaf,
    Leaves,
    Node,
    Table,
)


class Step(NamedTuple):
    """A move within one dimension: from a leaf to another, or only there; what that changes."""

    leaf: Leaf
    other: Leaf | None
    changed: frozenset[Node]


@dataclass(frozen=True)
class Ring:
    """The leaves of a circle that are not within a smaller one; None is nowhere."""

    circle: frozenset[Leaf | None]
    within: Leaves

    @cached_property
    def leaves(self) -> list[Leaf | None]:
        return sorted(self.circle - self.within, key=repr)

    def among(self, some: frozenset[Leaf | None]) -> list[Leaf | None]:
        """Those of the leaves that are among some."""
        if len(some) < len(self.leaves):
            return sorted((self.circle & some) - self.within, key=repr)
        return [leaf for leaf in self.leaves if leaf in some]


NOWHERE = Ring(frozenset([None]), frozenset())


def rings(dimension: Dimension, group: Leaves) -> list[Ring]:
    """Where somebody of the group could come from or go to, in steps of growing reach.

    Leaves near by first; last nowhere, which nobody makes up for. What everybody knows stays.
    """
    if group not in dimension.rings:
        dimension.rings[group] = _rings(dimension, group)
    found: list[Ring] = dimension.rings[group]
    return found


def _rings(dimension: Dimension, group: Leaves) -> list[Ring]:
    found = []
    reached = group
    for circle in dimension.circles(group):
        if not circle <= reached:
            found.append(Ring(circle, reached))
            reached = circle if circle >= reached else circle | reached
    if dimension.whole is None:
        found.append(NOWHERE)
    return found


def steps(dimension: Dimension, group: Leaves, ring: Ring) -> Iterator[Step]:
    """The steps between a group and a ring around it."""
    return (_step(dimension, one, two) for one in sorted(group, key=repr) for two in ring.leaves)


def _step(dimension: Dimension, one: Leaf, two: Leaf | None) -> Step:
    above = dimension.above
    return Step(one, two, above[one] if two is None else above[one] ^ above[two])


class Aside(NamedTuple):
    """A step in each dimension but the first, and who could take them, by leaf of the first.

    Somebody at one of the leaves `there` can take the steps, at one of `back` the other way.
    """

    changed: Beside
    there: Leaves
    back: Leaves

    @classmethod
    def of(cls, steps: tuple[Step, ...], table: Table) -> "Aside":
        fewer, more = _ends(steps)
        changed = tuple(step.changed for step in steps)
        return cls(changed, table.first_with(fewer), table.first_with(more))

    def partners(self, one: Leaf) -> Leaves:
        """Where somebody could take the steps the other way while somebody at `one` takes them."""
        nobody: Leaves = frozenset()
        return (self.back if one in self.there else nobody) | (
            self.there if one in self.back else nobody
        )


class Asides(NamedTuple):
    """Those that anybody could take, and the leaves of the first dimension where they are."""

    taken: list[Aside]
    movers: Leaves

    @classmethod
    def of(cls, taken: Iterable[Aside]) -> "Asides":
        found = [each for each in taken if each.there or each.back]
        nobody: Leaves = frozenset()
        return cls(found, nobody.union(*(each.there | each.back for each in found)))


def _ends(steps: tuple[Step, ...]) -> tuple[list[Atom], list[Atom]]:
    """The atoms that become fewer, and those that become more, when somebody takes the steps."""
    fewer: list[Atom] = [()]
    more: list[Atom] = []
    for step in steps:
        here = (step.leaf,)
        if step.other is None:
            fewer, more = [atom + here for atom in fewer], [atom + here for atom in more]
        else:
            there = (step.other,)
            fewer, more = (
                [atom + here for atom in fewer] + [atom + there for atom in more],
                [atom + here for atom in more] + [atom + there for atom in fewer],
            )
    return fewer, more


class Move(NamedTuple):
    """A step in the first dimension and in every other at once, which nobody known has to take."""

    step: Step
    aside: Aside

    def changed(self) -> Iterator[Cell]:
        """The cells that it changes."""
        return product(self.step.changed, *self.aside.changed)


def moves(dimension: Dimension, group: Leaves, ring: Ring, asides: Asides) -> Iterator[list[Move]]:
    """The moves between a group of the first dimension and a ring around it, step by step.

    Somebody at one end goes aside while somebody at the other comes back from there, or the other
    way round; where the ring is nowhere, nobody makes up for it.
    """
    for one in sorted(group & asides.movers, key=repr):
        mine = [
            (each, each.partners(one))
            for each in asides.taken
            if one in each.there or one in each.back
        ]
        reachable = frozenset[Leaf | None]([None]).union(*(partners for _, partners in mine))
        for two in ring.among(reachable):
            with_it = [each for each, partners in mine if two is None or two in partners]
            if with_it:
                step = _step(dimension, one, two)
                yield [Move(step, each) for each in with_it]
