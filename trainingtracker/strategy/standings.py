"""All targets of a day and how they stand, beside the counts by which they do."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from trainingtracker.attainment.groups import ALL
from trainingtracker.attainment.reach import ANY, Reach
from trainingtracker.catalogue import topics
from trainingtracker.organisation.tree import UnitNode, UnitTree
from trainingtracker.strategy.in_force import TargetFacts
from trainingtracker.strategy.progress import Progress, progress
from trainingtracker.text import Localised, Message, mark

ANY_TOPIC = mark("All topics")


class Standing(NamedTuple):
    """A target; `unit` is None for the whole administration, and where the unit is gone.

    `reached` and `rate` are None where they are hidden; `progress` where nobody is counted.
    """

    target: TargetFacts
    topic: Localised
    topic_key: str | None
    unit: UnitNode | None
    headcount: int
    reached: int | None
    rate: float | None
    progress: Progress | None

    @property
    def unit_is_gone(self) -> bool:
        return self.unit is None and self.target.unit_id is not None


def standings(
    targets: Iterable[TargetFacts], counts: Reach, as_of: date, tree: UnitTree
) -> list[Standing]:
    """By topic, then in the order of the tree; `counts` and `tree` are those of the day."""
    by_id = {topic.id: topic for topic in topics.in_order()}
    order = {topic_id: place for place, topic_id in enumerate((None, *by_id))}
    found = []
    for each in targets:
        unit = tree.get(each.unit_id)
        topic = by_id[each.topic_id] if each.topic_id else None
        node, taken = each.unit_id or ALL, each.topic_id or ANY
        headcount, reached = counts.headcount(node), counts.reached(node, taken)
        found.append(
            Standing(
                each,
                topic.title if topic else Message(ANY_TOPIC),
                topic.key if topic else None,
                unit,
                headcount,
                reached,
                counts.rate(node, taken),
                progress(each, reached, headcount, as_of),
            )
        )
    return sorted(found, key=lambda each: (order[each.target.topic_id], tree.place(each.unit)))
