"""Somebody who knows all that a file shows, and how it adds up, and wants to know the rest.

Nothing here is taken from the code under test but the table itself.
"""

from collections.abc import Collection, Iterator
from fractions import Fraction
from itertools import product
from typing import TypeAlias

from trainingtracker.privacy.suppression import Cell, Table

Row: TypeAlias = dict[int, Fraction]


def known_cells(table: Table, hidden: Collection[Cell]) -> list[Cell]:
    return [cell for cell in table.cells if cell not in hidden]


def atoms(table: Table) -> list[Cell]:
    return list(product(*(sorted(each.leaves, key=repr) for each in table.dimensions)))


def value(table: Table, cell: Cell) -> int:
    return sum(table.counts.get(atom, 0) for atom in inside(table, cell))


def inside(table: Table, cell: Cell) -> list[Cell]:
    leaves = [each.nodes[node] for node, each in zip(cell, table.dimensions, strict=True)]
    return [
        atom
        for atom in atoms(table)
        if all(leaf in among for leaf, among in zip(atom, leaves, strict=True))
    ]


def computable(table: Table, hidden: Collection[Cell]) -> set[Cell]:
    """The hidden cells that are sums and differences of known ones, by elimination."""
    place = {atom: number for number, atom in enumerate(atoms(table))}

    def row_of(cell: Cell) -> Row:
        return {place[atom]: Fraction(1) for atom in inside(table, cell)}

    pivots: dict[int, Row] = {}
    for cell in known_cells(table, hidden):
        if row := _reduced(row_of(cell), pivots):
            first = min(row)
            pivots[first] = {column: part / row[first] for column, part in row.items()}
    return {cell for cell in hidden if not _reduced(row_of(cell), pivots)}


def _reduced(row: Row, pivots: dict[int, Row]) -> Row:
    """What is left of a row when everything that is known has been taken from it."""
    row = dict(row)
    for column in iter(lambda: min((each for each in row if each in pivots), default=-1), -1):
        times = row[column]
        for other, part in pivots[column].items():
            row[other] = row.get(other, Fraction(0)) - times * part
            if not row[other]:
                del row[other]
    return row


def pinned(table: Table, hidden: Collection[Cell], most: int) -> set[Cell]:
    """The hidden cells that have the same number in every table of whole numbers from 0 to `most`
    that shows what the file shows.
    """
    possible: dict[Cell, set[int]] = {cell: set() for cell in hidden}
    for world in _worlds(table, known_cells(table, hidden), most):
        for cell, numbers in possible.items():
            numbers.add(sum(world[atom] for atom in inside(table, cell)))
        if all(len(numbers) > 1 for numbers in possible.values()):
            return set()
    return {cell for cell, numbers in possible.items() if len(numbers) == 1}


World: TypeAlias = dict[Cell, int]


def _worlds(table: Table, known: Collection[Cell], most: int) -> Iterator[World]:
    order = atoms(table)
    sums = {cell: (frozenset(inside(table, cell)), value(table, cell)) for cell in known}
    through = {atom: [cell for cell, (parts, _) in sums.items() if atom in parts] for atom in order}
    last = {cell: max(map(order.index, parts), default=-1) for cell, (parts, _) in sums.items()}

    def fill(
        number: int, left: dict[Cell, int], world: dict[Cell, int]
    ) -> Iterator[dict[Cell, int]]:
        if number == len(order):
            yield world
            return
        atom = order[number]
        bound = min((left[cell] for cell in through[atom]), default=most)
        exact = {left[cell] for cell in through[atom] if last[cell] == number}
        for count in exact if exact else range(min(bound, most) + 1):
            if count <= bound and len(exact) <= 1:
                rest = {**left, **{cell: left[cell] - count for cell in through[atom]}}
                yield from fill(number + 1, rest, {**world, atom: count})

    return fill(0, {cell: number for cell, (_, number) in sums.items()}, {})
