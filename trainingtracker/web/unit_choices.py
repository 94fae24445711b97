"""The units that a list offers to choose from: all of them, or in a large city one level further.

A page with thousands of options helps nobody and takes ten times as long. Beyond `MOST` units the
upper levels are offered, and below them only the way down to the chosen unit and what lies
directly beneath it: to choose a unit opens the next level.
"""

from collections import Counter
from collections.abc import Collection, Iterator
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
    tree: UnitTree, chosen: int | None = None, within: Collection[int] | None = None
) -> UnitChoices:
    """The units of the tree, or those of them that the reader may choose `within`."""
    if within is None:
        tops, at_depth = tree.children(None), tree.at_depth
    else:
        nodes = sorted(filter(None, map(tree.get, within)), key=tree.place)
        tops = [node for node in nodes if node.parent_id not in within]
        at_depth = Counter(node.depth for node in nodes)
    language = reader_language()
    options = [
        UnitOption(
            node.id,
            node.number,
            "\u2003" * node.depth + node.in_language(language),
            text.other_language(node.name, language),
        )
        for node in _offered(tops, tree, chosen, within, _deepest(at_depth))
    ]
    return UnitChoices(options, shortened=len(options) < at_depth.total())


def _deepest(at_depth: Counter[int]) -> int:
    """As many levels as fit, the first one in any case."""
    in_all, deepest = 0, -1
    for depth, number in sorted(at_depth.items()):
        in_all += number
        if in_all > MOST and deepest >= 0:
            break
        deepest = depth
    return deepest


def _offered(
    nodes: list[UnitNode],
    tree: UnitTree,
    chosen: int | None,
    within: Collection[int] | None,
    deepest: int,
) -> Iterator[UnitNode]:
    """The levels that fit, the way down to the chosen unit, and what lies directly beneath it.

    Nobody looks at the units of a large city that are not offered.
    """
    way = {chosen, *tree.ancestor_ids(chosen)} if chosen in tree and chosen is not None else set()

    def below(nodes: list[UnitNode]) -> Iterator[UnitNode]:
        for node in nodes:
            yield node
            if node.depth < deepest or node.id in way:
                yield from below(
                    [
                        one
                        for one in tree.children(node.id)
                        if (one.depth <= deepest or one.id in way or node.id == chosen)
                        and (within is None or one.id in within)
                    ]
                )

    return below(nodes)
