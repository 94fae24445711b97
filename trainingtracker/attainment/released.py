"""Publishing how many have been reached: a table for everybody, at the end of a quarter.

Whoever keeps the releases can compare them. A number that differs from one that was published
before by fewer people than a small group is hidden, like a small group.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import false, select

from trainingtracker import clock, settings
from trainingtracker.attainment.groups import ALL
from trainingtracker.attainment.reach import ANY, count_reach
from trainingtracker.attainment.scope import Scope
from trainingtracker.attainment.trend import quarter_ends
from trainingtracker.catalogue import topics
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Release
from trainingtracker.organisation.tree import UnitNode, UnitTree
from trainingtracker.privacy.suppression import Cell, Node
from trainingtracker.privacy.suppression.releases import tells_of_few
from trainingtracker.text import mark

REACHED = "reached"
_HEADCOUNT = "headcount"
# Units down to this depth are published: departments and divisions.
_DEEPEST = 1


class ReleasedRow(NamedTuple):
    """A unit (None: everybody) with the numbers of any topic and of each; None is hidden."""

    unit: UnitNode | None
    headcount: int
    reached: dict[Node, int | None]


def releases() -> list[Release]:
    """What has been published, the newest first."""
    return list(
        db.session.scalars(
            select(Release).where(Release.table_key == REACHED).order_by(Release.as_of.desc())
        )
    )


def to_release() -> list[date]:
    """The ends of quarters that can still be published, the newest first."""
    done = {each.as_of for each in releases()}
    return [day for day in quarter_ends(clock.today())[::-1] if day not in done]


def publish(
    as_of: date, *, released_by: int | None, also: Collection[Cell] = frozenset()
) -> Release:
    """Publish the numbers of a day; RuleViolation where they are, or the day is no such day.

    `also` is hidden for reasons of its own.
    """
    if as_of not in quarter_ends(clock.today()):
        raise RuleViolation(mark("Only the end of a quarter can be published."))
    if as_of not in to_release():
        raise RuleViolation(mark("The numbers of this day have been published already."))
    tree, smallest = UnitTree.load(as_of), settings.get("small_group")
    earlier = [each.cells for each in releases()]

    def close(numbers: Mapping[Cell, int]) -> list[Cell]:
        return [
            cell
            for cell, number in numbers.items()
            if cell in also or tells_of_few(number, _published(earlier, cell), smallest)
        ]

    # Nobody is known by name to everybody; what is hidden is decided for all units, also those
    # that are not published, so that the pages of other readers cannot be put beside it.
    found = count_reach(as_of, Scope(named=false()), tree, smallest, close)
    keys: list[Node] = [ANY, *(topic.id for topic in topics.in_order())]
    shown: list[Node] = [ALL, *(node.id for node in tree.in_order() if node.depth <= _DEEPEST)]
    release = Release(
        table_key=REACHED,
        as_of=as_of,
        cells={
            str(unit): {
                _HEADCOUNT: found.headcount(unit),
                **{str(key): found.reached(unit, key) for key in keys},
            }
            for unit in shown
            if found.headcount(unit)
        },
        released_by_id=released_by,
    )
    db.session.add(release)
    db.session.flush()
    return release


def rows_of(release: Release) -> list[ReleasedRow]:
    """Everybody first, then the units of that day."""
    tree = UnitTree.load(release.as_of)
    keys: list[Node] = [ANY, *(topic.id for topic in topics.in_order())]
    nodes: list[UnitNode | None] = [None, *tree.in_order()]
    return [
        ReleasedRow(
            node,
            cells[_HEADCOUNT] or 0,
            {key: cells[str(key)] for key in keys if str(key) in cells},
        )
        for node in nodes
        if (cells := release.cells.get(str(node.id) if node else ALL))
    ]


def _published(earlier: list[dict[str, dict[str, int | None]]], cell: Cell) -> list[int]:
    """The numbers that everybody may remember of a cell."""
    unit, column = str(cell[0]), str(cell[1])
    found = (cells.get(unit, {}).get(column) for cells in earlier)
    return [number for number in found if number is not None]
