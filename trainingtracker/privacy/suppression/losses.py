"""What readers would lose by a move: the cells that it changes and that they still see."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import product

from trainingtracker.privacy.suppression.table import Beside, Cell, Node, Table


class Losses:
    """The loss for each node of the first dimension, kept until more is hidden there.

    Very many moves are looked at, and most of them change the same few nodes in all dimensions
    but the first, as a rule the units: so their cells are looked at once for each unit.
    """

    def __init__(self, table: Table, smallest: int) -> None:
        self.hidden: set[Cell] = set()
        self._table = table
        self._smallest = smallest
        self._by_node: dict[Beside, dict[Node, int]] = defaultdict(dict)

    def hide(self, cells: Iterable[Cell]) -> None:
        """The cells that nobody sees from now on."""
        new = set(cells) - self.hidden
        self.hidden |= new
        for known in self._by_node.values():
            for cell in new:
                known.pop(cell[0], None)

    def of(self, nodes: Collection[Node], beside: Beside) -> int:
        """The loss by a move that changes these nodes of the first dimension."""
        known = self._by_node[beside]
        return sum([known[node] if node in known else self._reckon(node, beside) for node in nodes])

    def _reckon(self, node: Node, beside: Beside) -> int:
        """A large cell is a greater loss than a small one."""
        loss = 0
        for cell in product((node,), *beside):
            if cell not in self.hidden and cell in self._table.shown:
                loss += self._smallest + self._table.size(cell)
        self._by_node[beside][node] = loss
        return loss
