"""Who has been reached, by unit and topic, with what small groups must not give away hidden."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product

from sqlalchemy import select

from trainingtracker.attainment import read
from trainingtracker.attainment.groups import members, unit_dimension
from trainingtracker.attainment.participations import participations
from trainingtracker.attainment.scope import Scope
from trainingtracker.catalogue import topics
from trainingtracker.extensions import db
from trainingtracker.kept import kept
from trainingtracker.models import Course
from trainingtracker.organisation.tree import UnitTree
from trainingtracker.privacy.suppression import Cell, Dimension, Leaf, Node, Table, hidden_cells

# The node of those who took part in any topic; a topic is a node by its id.
ANY = "any"
_HEADCOUNT = "headcount"
# The topics in which somebody took part, in their order.
Profile = tuple[int, ...]


@dataclass(frozen=True)
class Reach:
    """Persons reached and the headcount in units with those below them, or in ALL units."""

    numbers: Counter[Cell]
    hidden: frozenset[Cell]

    def headcount(self, unit: Node) -> int:
        return self.numbers[unit, _HEADCOUNT]

    def reached(self, unit: Node, topic: Node = ANY) -> int | None:
        """None where the number is hidden."""
        return None if (unit, topic) in self.hidden else self.numbers[unit, topic]

    def rate(self, unit: Node, topic: Node = ANY) -> float | None:
        """Between 0 and 1; None where it is hidden or there is nobody."""
        reached, headcount = self.reached(unit, topic), self.headcount(unit)
        return None if reached is None or not headcount else reached / headcount


def reach(as_of: date, scope: Scope, tree: UnitTree, smallest: int, reader_id: int) -> Reach:
    """Every unit within the scope of a reader, every topic; with `smallest` 0 nothing is hidden.

    What is hidden does not depend on what a page shows of it, so that no two pages of a day can be
    put together. People whom the reader sees by name count, but hide nobody.
    """
    key = ("reach", as_of, scope, smallest, None if scope.named is None else reader_id)
    of = read.of(scope, read.participations_until(as_of))
    return kept(key, lambda: count_reach(as_of, scope, tree, smallest), of=of, long=True)


def count_reach(
    as_of: date,
    scope: Scope,
    tree: UnitTree,
    smallest: int,
    also: Callable[[Mapping[Cell, int]], Collection[Cell]] = lambda _numbers: (),
) -> Reach:
    """Count anew; `also` names cells that are hidden for other reasons, by their numbers."""
    found = members(as_of, scope)
    units, taken = unit_dimension(tree, found), _profiles(as_of, scope)
    kinds = _kinds([topic.id for topic in topics.in_order()], set(taken.values()))
    groups = Counter(
        (each.home, taken.get(person_id, ()), each.known) for person_id, each in found.items()
    )
    # From here on nobody is looked at one by one.
    del found, taken
    numbers: Counter[Cell] = Counter()
    unknown: Counter[Cell] = Counter()
    for (home, profile, known), persons in groups.items():
        for cell in product(units.above[home], kinds.above[profile]):
            numbers[cell] += persons
        if not known:
            unknown[home, profile] += persons
    table = Table((units, kinds), unknown)
    hidden = hidden_cells(table, smallest, also(numbers)) if smallest else frozenset()
    return Reach(numbers, hidden)


def _kinds(topic_ids: list[int], found: set[Profile]) -> Dimension:
    """People by the topics in which they took part, beside the headcount that everybody knows."""
    kinds = found | {(), *((each,) for each in topic_ids)}
    nodes: dict[Node, frozenset[Leaf]] = {
        each: frozenset(kind for kind in kinds if each in kind) for each in topic_ids
    }
    nodes[ANY] = frozenset(kinds - {()})
    nodes[_HEADCOUNT] = frozenset(kinds)
    return Dimension(nodes, whole=_HEADCOUNT, adds_up=False)


def _profiles(as_of: date, scope: Scope) -> dict[int, Profile]:
    """The topics in which people took part by the day, by person."""
    part = participations(as_of, known=scope.known)
    found: dict[int, Profile] = {}
    alike: dict[Profile, Profile] = {}
    for person_id, topic_id in db.session.execute(
        select(part.c.person_id, Course.topic_id)
        .join(Course, Course.id == part.c.course_id)
        .where(scope.covers(part.c.person_id, as_of))
        .distinct()
        .order_by(Course.topic_id)
        .execution_options(yield_per=1000)
    ):
        profile = (*found.get(person_id, ()), topic_id)
        found[person_id] = alike.setdefault(profile, profile)
    return found
