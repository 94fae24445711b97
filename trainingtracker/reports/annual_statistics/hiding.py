"""Which numbers of the annual statistics and of the equality report stand as a dot: fewer than k
persons, and what would give them away. It hides for every reader, because these tables are passed
on and published.
"""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from trainingtracker.shelf import Shelf
from trainingtracker.statistics import annual, families
from trainingtracker.statistics.annual import Grouping
from trainingtracker.statistics.facts import Facts
from trainingtracker.statistics.families import Family, Trait
from trainingtracker.statistics.offerings import Fate
from trainingtracker.statistics.small_groups import Number, hidden
from trainingtracker.statistics.traits import ASKED, is_guest, is_staff
from trainingtracker.vocabulary import Status

# A group, a year and the name of a trait.
Hidden = frozenset[tuple[Hashable, int, str]]

OF_OFFERINGS: tuple[Grouping, ...] = (
    annual.in_all,
    annual.by_topic,
    annual.by_format,
    annual.by_quarter,
)
OF_PEOPLE: tuple[Grouping, ...] = (*OF_OFFERINGS, annual.by_division, annual.by_status_group)
OF_STAFF: tuple[Grouping, ...] = (annual.in_all, annual.by_division, annual.by_status_group)

_GUEST_TAKEN: dict[str, Trait] = {"guest_taken": lambda _fact: True}
_GUEST_ASKED: tuple[dict[str, Trait], ...] = tuple(
    {f"guest_{name}": ASKED[name]} for name in ("requests", "absences", "not_completed")
)
_CONFIRMED: dict[str, Trait] = {"confirmed": lambda _fact: True}
_CARE: dict[str, Trait] = {"care": lambda _fact: True}


class Divided(NamedTuple):
    """Facts of a year that are shown divided in several ways; `key` is stable.

    Those that are not `named` say how many persons are alike, and not which.
    """

    key: str
    facts: Sequence[Any]
    groupings: tuple[Grouping, ...]
    families: Sequence[Family]
    named: bool = True


# What hardly ever changes are the facts of the years that are over.
_of_facts: Shelf[tuple[Any, Mapping[Grouping, frozenset[Number]]]] = Shelf(256)


def divided(found: Facts, year: int) -> Iterator[Divided]:
    """All facts behind which persons stand."""
    held = {fact.id for fact in found.offerings if fact.fate is Fate.HELD}
    taken = [fact for fact in found.participations if fact.day.year == year]
    wanted = [fact for fact in found.enrolments if fact.day.year == year]
    sat = [f for f in wanted if f.at_start is Status.CONFIRMED and f.offering_id in held]
    paid = [fact for fact in found.care if fact.day.year == year]
    yield Divided("taken", list(filter(is_staff, taken)), OF_PEOPLE, families.TAKEN)
    yield Divided("asked", list(filter(is_staff, wanted)), OF_PEOPLE, families.ASKED)
    yield Divided("guests taken", list(filter(is_guest, taken)), OF_OFFERINGS, [_GUEST_TAKEN])
    yield Divided("guests asked", list(filter(is_guest, wanted)), OF_OFFERINGS, _GUEST_ASKED)
    yield Divided("confirmed", sat, OF_OFFERINGS, [_CONFIRMED])
    yield Divided("care", paid, OF_OFFERINGS, [_CARE])
    yield Divided("staff", found.staff[year], OF_STAFF, families.STAFF, named=False)


def hidden_of(
    found: Facts, smallest: int, also: Mapping[Grouping, Hidden] | None = None
) -> Mapping[Grouping, Hidden]:
    """By grouping: everything that is not shown of the years; `also` for reasons of its own."""
    given = also or {}
    dots: dict[Grouping, set[tuple[Hashable, int, str]]] = {each: set() for each in OF_PEOPLE}
    for year in (each.number for each in found.years):
        beside = {
            grouping: {(group, trait) for group, of, trait in cells if of == year}
            for grouping, cells in given.items()
        }
        for each in divided(found, year):
            shown = _hidden(each, (found.years, found.topic_id, year), smallest, beside)
            for grouping, cells in shown.items():
                dots[grouping].update((group, year, str(trait)) for group, trait in cells)
    return {grouping: frozenset(cells) for grouping, cells in dots.items()}


def _hidden(
    each: Divided,
    whose: Hashable,
    smallest: int,
    also: Mapping[Grouping, Collection[Number]],
) -> Mapping[Grouping, frozenset[Number]]:
    """What is hidden of these facts, found anew only where they are others than before."""
    key, facts = (each.key, whose, smallest), (each.facts, also)
    before = _of_facts.find(key)
    if before and before[0] == facts:
        return before[1]
    shown = hidden(each.facts, each.groupings, each.families, smallest, also, named=each.named)
    _of_facts.put(key, (facts, shown))
    return shown
