"""Values merged over several rows of a sheet that is read row by row."""

from collections import defaultdict
from collections.abc import Iterable

from trainingtracker.exchange.reading.sheets import Cell

Corner = tuple[int, int]


class Merged:
    """A value merged over several rows holds for each of them."""

    def __init__(self, ranges: Iterable[tuple[Corner, Corner]]) -> None:
        self._begin: dict[int, list[Corner]] = defaultdict(list)
        # Column -> the value, and the last row for which it holds.
        self._held: dict[int, tuple[Cell, int]] = {}
        for (first, column), (last, last_column) in ranges:
            if column == last_column and first < last:
                self._begin[first].append((column, last))

    def fill(self, number: int, cells: list[Cell]) -> None:
        """Put the values that hold into a row; the rows come one after the other."""
        for column, (value, last) in list(self._held.items()):
            if number > last:
                del self._held[column]
            elif column < len(cells):
                cells[column] = value
        for column, last in self._begin.get(number, ()):
            if column < len(cells):
                self._held[column] = cells[column], last
