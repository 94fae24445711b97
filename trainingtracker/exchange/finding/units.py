"""Which unit a cell of a list means: by number, else by its cost centre or its name."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from trainingtracker.collation import fold
from trainingtracker.exchange.meaning.cells import CellError, is_empty, shown, text
from trainingtracker.exchange.meaning.numbers import Numbers
from trainingtracker.exchange.reading.sheets import Cell
from trainingtracker.extensions import db
from trainingtracker.models import Unit, UnitVersion
from trainingtracker.text import mark

_UNKNOWN = mark("There is no unit “%(value)s”. Load the units first or correct it.")
_CLOSED = mark("The unit “%(value)s” no longer exists.")


class UnitRow(NamedTuple):
    id: int
    number: str
    name: str | None
    cost_centre: str | None


class UnitFinder:
    """The units on record, with their names on a day."""

    def __init__(self, as_of: date, cells: Iterable[Cell]) -> None:
        rows = _rows(as_of)
        self.ids = {row.number: row.id for row in rows}
        self.number_of = {row.id: row.number for row in rows}
        self._open = {row.number for row in rows if row.name is not None}
        column = list(cells)
        self._numbers = Numbers(self.ids, column, references=True)
        named = [(fold(row.name), row.number) for row in rows if row.name]
        centres = [(row.cost_centre, row.number) for row in rows if row.cost_centre]
        self._by_name = _unique(named)
        self._by_centre = _unique(centres)
        self._centres = Numbers(self._by_centre, column, references=True)

    def find(self, cell: Cell) -> int | None:
        """The id of a unit that exists on the day; None for an empty cell."""
        unit_id = self.find_any(cell)
        if unit_id is not None and self.number_of[unit_id] not in self._open:
            raise CellError(_CLOSED, value=self.number_of[unit_id])
        return unit_id

    def find_any(self, cell: Cell) -> int | None:
        """The id of a unit, even of one that is closed."""
        if is_empty(cell):
            return None
        number = self._number(cell)
        if number is None:
            raise CellError(_UNKNOWN, value=shown(cell))
        return self.ids[number]

    def _number(self, cell: Cell) -> str | None:
        number = self._numbers.read(cell) or ""
        if number in self.ids:
            return number
        centre = self._centres.read(cell)
        if centre in self._by_centre:
            return self._by_centre[centre]
        words = text(cell)
        # "15.23 Internationale Angelegenheiten", as lists for people to read have it.
        first = words.split(" ")[0].rstrip(":,;-")
        return first if first in self.ids else self._by_name.get(fold(words))


def _rows(as_of: date) -> list[UnitRow]:
    query = (
        select(Unit.id, Unit.number, UnitVersion.name_de, UnitVersion.cost_centre)
        .outerjoin(UnitVersion, (UnitVersion.unit_id == Unit.id) & UnitVersion.valid(as_of))
        .order_by(Unit.id)
    )
    return [UnitRow(*row) for row in db.session.execute(query)]


def _unique(pairs: list[tuple[str, str]]) -> dict[str, str]:
    times = Counter(key for key, _ in pairs)
    return {key: number for key, number in pairs if times[key] == 1}
