"""Another truth that readers could not tell from this one.

A *move* takes somebody from one atom to another, and where that would change a margin, somebody
else the other way. Every number outside the few cells that it changes stays as it is, nobody
becomes fewer than none, everything stays whole: if those cells are hidden, no reader can say which
of the two is true, however they add, subtract or compare. Each hidden cell has such a move; that
is why it can not be reckoned out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import NamedTuple

from trainingtracker.privacy.suppression.table import (
    Atom,
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


NOWHERE = Ring(frozenset([None]), frozenset())


def rings(dimension: Dimension, group: Leaves) -> list[Ring]:
    """Where somebody of the group could come from or go to, in steps of growing reach.

    Leaves near by first; last nowhere, which nobody makes up for. What everybody knows stays.
    """
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
    above = dimension.above
    return (
        Step(one, two, above[one] if two is None else above[one] ^ above[two])
        for one in sorted(group, key=repr)
        for two in ring.leaves
    )


class Move(NamedTuple):
    """A step in every dimension at once; `changed` are the cells that it changes."""

    steps: tuple[Step, ...]

    def changed(self) -> Iterator[Cell]:
        return product(*(step.changed for step in self.steps))

    def is_possible(self, table: Table) -> bool:
        """Whether it can be made in one of its two directions; nobody known is moved."""
        more: list[Atom] = [()]
        fewer: list[Atom] = []
        for step in self.steps:
            here = (step.leaf,)
            if step.other is None:
                more, fewer = [atom + here for atom in more], [atom + here for atom in fewer]
            else:
                there = (step.other,)
                more, fewer = (
                    [atom + here for atom in more] + [atom + there for atom in fewer],
                    [atom + here for atom in fewer] + [atom + there for atom in more],
                )
        return all(map(table.can_be_fewer, fewer)) or all(map(table.can_be_fewer, more))
