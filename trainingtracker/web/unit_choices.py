"""The units that a list offers to choose from: all of them, or in a large city one level further.

A page with thousands of options helps nobody and takes ten times as long. Beyond `MOST` units the
upper levels are offered, and below them only the way down to the chosen unit and what lies
directly beneath it: to choose a unit opens the next level.
"""

from collections import Counter
from collections.abc import Container
from typing import NamedTuple

from trainingtracker import text
from trainingtracker.organisation.tree import UnitNode, UnitTree
from trainingtracker.web.requests import reader_language

MOST = 250


class UnitOption(NamedTuple):
    """A unit of the list; `lang` where its name is in another language than the page."""

    id: int
    number: str
    label: str
    lang: str | None


class UnitChoices(NamedTuple):
    """What is offered; `shortened` where there are more units than that."""

    options: list[UnitOption]
    shortened: bool


def unit_choices(
    tree: UnitTree, chosen: int | None = None, within: Container[int] | None = None
) -> UnitChoices:
    """The units of the tree, or those of them that the reader may choose `within`."""
    nodes = [node for node in tree.in_order() if within is None or node.id in within]
    offered = nodes if len(nodes) <= MOST else _nearest(nodes, tree, chosen)
    language = reader_language()
    options = [
        UnitOption(
            node.id,
            node.number,
            "\u2003" * node.depth + node.in_language(language),
            text.other_language(node.name, language),
        )
        for node in offered
    ]
    return UnitChoices(options, shortened=len(offered) < len(nodes))


def _nearest(nodes: list[UnitNode], tree: UnitTree, chosen: int | None) -> list[UnitNode]:
    """As many levels as fit, the first one in any case, and the way down to the chosen unit."""
    in_all, deepest = 0, -1
    for depth, number in sorted(Counter(node.depth for node in nodes).items()):
        in_all += number
        if in_all > MOST and deepest >= 0:
            break
        deepest = depth
    way = {chosen, *tree.ancestor_ids(chosen)} if chosen in tree and chosen is not None else set()
    return [
        node
        for node in nodes
        if node.depth <= deepest
        or node.id in way
        or (chosen is not None and node.parent_id == chosen)
    ]
