"""Which groups of an aggregate are too small to be shown, and which would give them away."""

from collections.abc import Mapping
from typing import TypeVar

Group = TypeVar("Group")


def hidden(people: Mapping[Group, int], smallest: int) -> set[Group]:
    """The groups whose numbers are not shown, by how many people each has.

    Groups of fewer than `smallest` people are hidden. Beside a total the hidden ones could be
    reckoned out, so the smallest of the others join them until at least two are hidden and
    together they are `smallest` people. Groups of nobody have nothing to hide.
    """
    counted = {group: number for group, number in people.items() if number}
    found = {group for group, number in counted.items() if number < smallest}
    if not found:
        return found
    for group in sorted(counted.keys() - found, key=lambda each: counted[each]):
        if len(found) > 1 and sum(counted[each] for each in found) >= smallest:
            break
        found.add(group)
    return found
