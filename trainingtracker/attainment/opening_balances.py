"""Persons reached before the tracker: numbers without names, each a line of its own.

Nobody knows who they are, so they are added to nothing: not to persons, not to each other.
"""

from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from trainingtracker.attainment.scope import Scope
from trainingtracker.extensions import db
from trainingtracker.models import OpeningBalance, Topic, Unit
from trainingtracker.text import Bilingual


class Balance(NamedTuple):
    """So many persons by a day; no topic means any, no unit number the whole city."""

    topic: Bilingual | None
    unit: str | None
    as_of: date
    persons: int
    source: str


def opening_balances(as_of: date, scope: Scope, topic_id: int | None = None) -> list[Balance]:
    """The latest number of each topic and unit until the day, one query.

    Of the whole city those of units stand only where there is none of the city; of some units
    those of these units. A team has none: who is meant cannot be known.
    """
    if scope.is_team:
        return []
    query = (
        select(OpeningBalance, Topic.title, Unit.number)
        .outerjoin(Topic, Topic.id == OpeningBalance.topic_id)
        .outerjoin(Unit, Unit.id == OpeningBalance.unit_id)
        .where(OpeningBalance.as_of <= as_of)
        .order_by(Topic.position, Unit.number, OpeningBalance.as_of)
    )
    if topic_id is not None:
        query = query.where(OpeningBalance.topic_id == topic_id)
    if scope.unit_ids is not None:
        query = query.where(OpeningBalance.unit_id.in_(scope.unit_ids))
    latest: dict[tuple[int | None, int | None], Balance] = {}
    for row, title, number in db.session.execute(query):
        topic = title if row.topic_id else None
        latest[row.topic_id, row.unit_id] = Balance(
            topic, number, row.as_of, row.persons, row.source
        )
    of_city = {topic for topic, unit_id in latest if unit_id is None}
    return [
        balance
        for (topic, unit_id), balance in latest.items()
        if unit_id is None or topic not in of_city
    ]
