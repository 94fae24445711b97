"""A table with margins, as far as hiding needs to know it: who is counted where.

A table has one or more dimensions (units, topics, levels). Each has *leaves*, into which everybody
falls, and *nodes*, the headings under which a number is shown; a node is a set of leaves. A *cell*
is one node of each dimension, an *atom* one leaf of each. Margins, sub-totals, hierarchies and
several tables of one file are all nodes: what adds up to what need not be said.
"""

from array import array
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from itertools import chain, product
from typing import Any, TypeAlias

Leaf: TypeAlias = Hashable
Node: TypeAlias = Hashable
Cell: TypeAlias = tuple[Node, ...]
Atom: TypeAlias = tuple[Leaf, ...]
Leaves: TypeAlias = frozenset[Leaf]
Group: TypeAlias = tuple[Leaves, ...]
# Some nodes of each dimension but the first.
Beside: TypeAlias = tuple[frozenset[Node], ...]

# What stands in the place of a number that is not shown.
DOT = "\u2022"


@dataclass(frozen=True, eq=False)
class Dimension:
    """Nodes by name with their leaves.

    `whole` is a node of all leaves that everybody knows (a headcount): its cells are always shown,
    and what is left of it beside a node is a group as well, those who were not reached.
    `adds_up` is whether a node can be reckoned from those inside it: units can, competences that
    the same person may hold can not.
    The same leaf has the same `repr` in every process, so that a table is hidden alike every time.
    A leaf of nobody is none: leave it out where readers know that nobody is there.
    """

    nodes: Mapping[Node, Leaves]
    whole: Node | None = None
    adds_up: bool = True

    @cached_property
    def content(self) -> str:
        """All that is said of it; the same of dimensions that are alike."""
        nodes = sorted(f"{node!r}:{sorted(map(repr, self.nodes[node]))}" for node in self.nodes)
        return repr((nodes, self.whole, self.adds_up))

    @cached_property
    def leaves(self) -> Leaves:
        return frozenset().union(*self.nodes.values())

    @cached_property
    def above(self) -> Mapping[Leaf, frozenset[Node]]:
        """The nodes that contain a leaf."""
        found: dict[Leaf, set[Node]] = {leaf: set() for leaf in self.leaves}
        for node, leaves in self.nodes.items():
            for leaf in leaves:
                found[leaf].add(node)
        return {leaf: frozenset(nodes) for leaf, nodes in found.items()}

    def circles(self, group: Leaves) -> list[Leaves]:
        """The nodes around a group, the nearest first, and what is outside all of them."""
        some = next(iter(group))
        around = [node for node in self.above[some] if self.nodes[node] > group]
        around.sort(key=lambda node: (len(self.nodes[node]), repr(node)))
        return [*(self.nodes[node] for node in around), self.leaves]

    @cached_property
    def rings(self) -> dict[Leaves, Any]:
        """What moves.py has found out about groups: several tables may have the same dimension."""
        return {}

    @cached_property
    def parts(self) -> Mapping[Node, tuple[Node, ...]]:
        """The next smaller nodes in each node that can be reckoned from them."""
        return {node: self._next(leaves) for node, leaves in self.nodes.items() if self.adds_up}

    def _next(self, leaves: Leaves) -> tuple[Node, ...]:
        inner = {
            node
            for leaf in leaves
            for node in self.above[leaf]
            if len(self.nodes[node]) < len(leaves) and self.nodes[node] <= leaves
        }
        found: list[Node] = []
        for node in sorted(inner, key=lambda each: (-len(self.nodes[each]), repr(each))):
            if not any(self.nodes[node] < self.nodes[other] for other in found):
                found.append(node)
        return tuple(found)


def flat(leaves: Iterable[Leaf], total: Node) -> Dimension:
    """Leaves that are shown one by one, and their total."""
    alone = {leaf: frozenset([leaf]) for leaf in leaves}
    return Dimension({**alone, total: frozenset(alone)})


@dataclass(frozen=True, eq=False)
class Table:
    """`counts` are the atoms that are not empty; `cells` what would be shown, None is all of it.

    `people` are those behind each atom, where what is counted are participations and not people.
    `floors` is the least that readers know an atom to be.
    """

    dimensions: tuple[Dimension, ...]
    counts: Mapping[Atom, int]
    cells: Iterable[Cell] | None = None
    people: Mapping[Atom, frozenset[int]] | None = None
    floors: Mapping[Atom, int] = field(default_factory=dict)

    @cached_property
    def shown(self) -> frozenset[Cell]:
        """The cells that may have to be hidden."""
        cells = self.cells
        if cells is None:
            cells = product(*(each.nodes for each in self.dimensions))
        if not self._is_bounded:
            return frozenset(cells)
        return frozenset(cell for cell in cells if not self._is_known(cell))

    @cached_property
    def digest(self) -> bytes:
        """Of all that is said of it: the same of tables that are alike."""
        found = blake2b(digest_size=16)
        for dimension in self.dimensions:
            found.update(dimension.content.encode())
        cells = None if self.cells is None else sorted(map(repr, self.cells))
        found.update(repr((sorted(map(repr, self.counts.items())), cells)).encode())
        found.update(repr(sorted(map(repr, self.floors.items()))).encode())
        for atom, people in sorted((self.people or {}).items(), key=lambda each: repr(each[0])):
            found.update(repr(atom).encode())
            found.update(array("q", sorted(people)).tobytes())
        return found.digest()

    @cached_property
    def _is_bounded(self) -> bool:
        return any(each.whole is not None for each in self.dimensions)

    def _is_known(self, cell: Cell) -> bool:
        pairs = zip(cell, self.dimensions, strict=True)
        return any(each.whole is not None and node == each.whole for node, each in pairs)

    def leaves_of(self, cell: Cell) -> Group:
        pairs = zip(cell, self.dimensions, strict=True)
        return tuple(each.nodes[node] for node, each in pairs)

    def size(self, cell: Cell) -> int:
        """How many people are counted in a cell."""
        return self._peopled.get(cell, 0)

    @cached_property
    def may_be_small(self) -> frozenset[Cell]:
        """The shown cells that could hold few people, or leave few where all together are known."""
        return self.shown if self._is_bounded else self.shown.intersection(self._peopled)

    def persons(self, group: Group) -> int:
        """How many people are counted in a group."""
        if group not in self._sizes:
            self._sizes[group] = self._count(group)
        return self._sizes[group]

    @cached_property
    def _peopled(self) -> Mapping[Cell, int]:
        """How many people are in each cell that is not empty; all in one pass."""
        inside: dict[Cell, list[Atom]] = defaultdict(list)
        for atom in self.counts:
            around = [each.above[leaf] for each, leaf in zip(self.dimensions, atom, strict=True)]
            for cell in product(*around):
                inside[cell].append(atom)
        return {cell: self._together(atoms) for cell, atoms in inside.items()}

    @cached_property
    def _sizes(self) -> dict[Group, int]:
        """What has been counted."""
        return {self.leaves_of(cell): persons for cell, persons in self._peopled.items()}

    def _count(self, group: Group) -> int:
        return self._together(self._inside(group))

    def _together(self, atoms: Iterable[Atom]) -> int:
        if self.people is None:
            return sum(self.counts[atom] for atom in atoms)
        return len(frozenset[int]().union(*(self.people[atom] for atom in atoms)))

    def others(self, group: Group) -> Iterator[int]:
        """How many people are left beside the group in what everybody knows."""
        for place, dimension in enumerate(self.dimensions):
            if dimension.whole is not None:
                whole = (*group[:place], dimension.leaves, *group[place + 1 :])
                yield self.persons(whole) - self.persons(group)

    def first_with(self, rests: Iterable[Atom]) -> Leaves:
        """The leaves of the first dimension at which each of these can be fewer than it is.

        They are atoms without their leaf of the first dimension.
        """
        found = self.dimensions[0].leaves
        for rest in rests:
            found &= self._first_leaves.get(rest, frozenset())
        return found

    @cached_property
    def _first_leaves(self) -> Mapping[Atom, Leaves]:
        found: dict[Atom, set[Leaf]] = defaultdict(set)
        for atom, persons in self.counts.items():
            if persons > self.floors.get(atom, 0):
                found[atom[1:]].add(atom[0])
        return {rest: frozenset(leaves) for rest, leaves in found.items()}

    def _inside(self, group: Group) -> Iterator[Atom]:
        fewest = min(
            (
                [with_leaf[leaf] for leaf in leaves if leaf in with_leaf]
                for with_leaf, leaves in zip(self._with_leaf, group, strict=True)
            ),
            key=lambda found: sum(map(len, found)),
        )
        for atom in chain.from_iterable(fewest):
            if all(part in leaves for part, leaves in zip(atom, group, strict=True)):
                yield atom

    @cached_property
    def _with_leaf(self) -> list[dict[Leaf, list[Atom]]]:
        found: list[dict[Leaf, list[Atom]]] = [defaultdict(list) for _ in self.dimensions]
        for atom in self.counts:
            for place, leaf in enumerate(atom):
                found[place][leaf].append(atom)
        return found
