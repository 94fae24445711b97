"""Which target holds for whom on a day: a unit's own, else the nearest share above it."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from trainingtracker.extensions import db
from trainingtracker.models import Target, Unit
from trainingtracker.organisation.tree import UnitNode, UnitTree
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import TargetMeasure


class TargetFacts(NamedTuple):
    """A target as it holds on a day; no topic is any of them, no unit is the administration."""

    id: int
    topic_id: int | None
    unit_id: int | None
    measure: TargetMeasure
    amount: int
    due: date
    note: Bilingual
    unit_number: str | None

    @property
    def is_share(self) -> bool:
        return self.measure is TargetMeasure.SHARE


class Holds(NamedTuple):
    """The target that holds for a unit, and the unit for which it was set (None: for all)."""

    target: TargetFacts
    set_for: UnitNode | None
    own: bool


class TargetsInForce:
    """The targets of a day: one query; every answer from memory."""

    def __init__(self, targets: Iterable[TargetFacts], tree: UnitTree) -> None:
        self._by_place = {(each.topic_id, each.unit_id): each for each in targets}
        self._tree = tree

    @classmethod
    def load(cls, as_of: date, tree: UnitTree) -> "TargetsInForce":
        """Those that hold on the day; `tree` is that of the day."""
        rows = db.session.execute(
            select(
                Target.id,
                Target.topic_id,
                Target.unit_id,
                Target.measure,
                Target.amount,
                Target.due,
                Target.note,
                Unit.number,
            )
            .outerjoin(Unit, Unit.id == Target.unit_id)
            .where(Target.valid(as_of))
        )
        return cls((TargetFacts(*row) for row in rows), tree)

    def __bool__(self) -> bool:
        return bool(self._by_place)

    def __iter__(self) -> Iterator[TargetFacts]:
        return iter(self._by_place.values())

    def for_all(self, topic_id: int | None, *, everybody: bool = True) -> Holds | None:
        """What was set for the whole administration; of some units together only a share."""
        found = self._by_place.get((topic_id, None))
        if found is None or not (everybody or found.is_share):
            return None
        return Holds(found, None, own=everybody)

    def for_unit(self, unit_id: int, topic_id: int | None) -> Holds | None:
        """The unit's own, else the nearest share above: a number of persons is nobody else's."""
        own = self._by_place.get((topic_id, unit_id))
        if own:
            return Holds(own, self._tree.get(unit_id), own=True)
        for above in (*self._tree.ancestor_ids(unit_id), None):
            found = self._by_place.get((topic_id, above))
            if found and found.is_share:
                return Holds(found, self._tree.get(above), own=False)
        return None
