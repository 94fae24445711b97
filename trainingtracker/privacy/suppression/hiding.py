"""Which cells of a table are not shown: small groups, and what would give them away.

Hidden are groups of fewer than `smallest` people, then for each of them the cells that are the
least loss and make a move possible (see moves.py). The same goes for groups that no cell shows, but
that are left when shown numbers are taken from a shown sum. It goes on until nothing small is left.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import product

from trainingtracker.privacy.suppression.losses import Losses
from trainingtracker.privacy.suppression.moves import Aside, Asides, Move, moves, rings, steps
from trainingtracker.privacy.suppression.table import Cell, Group, Leaf, Table
from trainingtracker.shelf import Shelf

# Tables of which hardly any changes from one look to the next: up to so many hidden cells in all.
_found: Shelf[frozenset[Cell]] = Shelf(200_000, lambda hidden: len(hidden) + 1)


def hidden_cells(table: Table, smallest: int, also: Collection[Cell] = ()) -> frozenset[Cell]:
    """The cells to be shown as a dot; `also` are hidden for reasons of their own.

    Of a table that is alike in everything the same cells are hidden again.
    """
    key = (table.digest, smallest, *sorted(map(repr, also)))
    hidden = _found.find(key)
    if hidden is None:
        hidden = _hide(table, smallest, also)
        _found.put(key, hidden)
    return hidden


def _hide(table: Table, smallest: int, also: Collection[Cell]) -> frozenset[Cell]:
    hiding = _Hiding(table, smallest)
    hiding.losses.hide({*table.shown.intersection(also), *hiding.small_cells()})
    for cell in sorted(hiding.hidden, key=repr):
        hiding.protect(table.leaves_of(cell), cell)
    while rests := [rest for rest in hiding.small_rests() if rest not in hiding.safe]:
        for rest in rests:
            hiding.protect(rest)
    return frozenset(hiding.hidden)


class _Hiding:
    """What has been hidden so far, and what has a move that keeps it hidden."""

    def __init__(self, table: Table, smallest: int) -> None:
        self.table = table
        self.smallest = smallest
        self.losses = Losses(table, smallest)
        self.safe: set[Group] = set()
        self._moved: set[Cell] = set()
        # By the group and how far from it, in each dimension but the first.
        self._asides: dict[tuple[Group, tuple[int, ...]], Asides] = {}
        self._small: dict[Group, bool] = {}
        # By each leaf of the first dimension: the large groups around it that are nobody.
        self._nobody: dict[Leaf, list[Group]] = defaultdict(list)
        for group in map(table.leaves_of, table.may_be_small):
            if not table.persons(group) and min(table.others(group), default=0) >= smallest:
                for leaf in group[0]:
                    self._nobody[leaf].append(group)

    @property
    def hidden(self) -> set[Cell]:
        return self.losses.hidden

    def small_cells(self) -> Iterator[Cell]:
        looked_at = self.table.may_be_small
        return (cell for cell in looked_at if self._is_small(self.table.leaves_of(cell)))

    def small_rests(self) -> Iterator[Group]:
        """Small groups that are left of a visible cell beside the visible ones inside it."""
        for cell in sorted(self.table.may_be_small - self.hidden, key=repr):
            group = self.table.leaves_of(cell)
            for place, dimension in enumerate(self.table.dimensions):
                before, after = cell[:place], cell[place + 1 :]
                visible = [
                    dimension.nodes[part]
                    for part in dimension.parts.get(cell[place], ())
                    if (inner := (*before, part, *after)) in self.table.shown
                    and inner not in self.hidden
                ]
                if visible and (left := group[place].difference(*visible)):
                    rest = (*group[:place], left, *group[place + 1 :])
                    if self._is_small(rest):
                        yield rest

    def _is_small(self, group: Group) -> bool:
        if group not in self._small:
            self._small[group] = self._has_few(group)
        return self._small[group]

    def _has_few(self, group: Group) -> bool:
        persons = self.table.persons(group)
        if not persons and self._is_known_to_be_none(group):
            return False
        return any(0 < size < self.smallest for size in (persons, *self.table.others(group)))

    def _is_known_to_be_none(self, group: Group) -> bool:
        """Whether a large group around it is shown to be nobody: then nothing is left to hide."""
        return any(
            all(inner <= outer for inner, outer in zip(group, nobody, strict=True))
            for nobody in self._nobody.get(next(iter(group[0]), None), ())
        )

    def protect(self, group: Group, cell: Cell | None = None) -> None:
        """Hide what makes a move possible that changes the group, where there is none yet."""
        self.safe.add(group)
        if cell not in self._moved and (changed := self._cheapest(group)) is not None:
            self.losses.hide(changed)
            self._moved |= changed

    def _cheapest(self, group: Group) -> frozenset[Cell] | None:
        """The cells changed by the move that hides the least, looked for among near ones first.

        None where nobody is there who could be moved: then there is nothing to be found out.
        """
        for near in self._near_ones(group):
            best: tuple[int, Move] | None = None
            for alternatives in near:
                for move in alternatives:
                    loss = self.losses.of(move.step.changed, move.aside.changed)
                    if best is None or loss < best[0]:
                        best = loss, move
                if best and not best[0]:
                    break
            if best is not None:
                return self.table.shown.intersection(best[1].changed())
        return None

    def _near_ones(self, group: Group) -> Iterator[Iterator[list[Move]]]:
        """The moves from or into the group, the near ones first."""
        first, *others = self.table.dimensions
        inner, *beside = group
        around, *besides = (rings(*each) for each in zip(self.table.dimensions, group, strict=True))
        far = product(*(range(len(each)) for each in (around, *besides)))
        for number, *numbers in sorted(far, key=sum):
            key = (tuple(beside), tuple(numbers))
            if key not in self._asides:
                near = (ring[each] for ring, each in zip(besides, numbers, strict=True))
                taken = product(*map(steps, others, beside, near))
                self._asides[key] = Asides.of(Aside.of(each, self.table) for each in taken)
            yield moves(first, inner, around[number], self._asides[key])
