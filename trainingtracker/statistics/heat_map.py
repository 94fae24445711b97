"""Units by topics: which share of each unit has taken part in each topic.

The numbers are those of `attainment/units.py`, a topic at a time.
"""

from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from trainingtracker.attainment.scope import Scope
from trainingtracker.attainment.shares import Share
from trainingtracker.attainment.units import by_unit
from trainingtracker.extensions import db
from trainingtracker.models import Topic
from trainingtracker.organisation.tree import UnitNode, UnitTree
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import UnitKind


class HeatTopic(NamedTuple):
    """A column of the map."""

    id: int
    title: Bilingual


class HeatRow(NamedTuple):
    """A unit: persons reached over its headcount, in the order of the topics."""

    unit: UnitNode
    depth: int
    headcount: int
    reached: tuple[Share, ...]


class HeatMap(NamedTuple):
    topics: tuple[HeatTopic, ...]
    rows: tuple[HeatRow, ...]


def heat_map(
    as_of: date, scope: Scope, tree: UnitTree, kind: UnitKind | None = UnitKind.DIVISION
) -> HeatMap:
    """Units of a kind (None: all) that the scope lists, in their order; four queries a topic."""
    topics = tuple(
        HeatTopic(row.id, row.title)
        for row in db.session.execute(
            select(Topic.id, Topic.title).order_by(Topic.position, Topic.id)
        )
    )
    columns = [by_unit(as_of, scope, tree, topic.id).units for topic in topics]
    rows = []
    # The same units are listed for every topic, each column in the same order.
    for cells in zip(*columns, strict=True):
        unit = cells[0].unit
        if unit is not None and kind in (None, unit.kind):
            shares = tuple(cell.rate for cell in cells)
            rows.append(HeatRow(unit, cells[0].depth, cells[0].headcount, shares))
    return HeatMap(topics, tuple(rows))
