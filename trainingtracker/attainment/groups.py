"""People of a day in groups: who belongs to which units, and whom the reader sees by name."""

from collections.abc import Mapping
from datetime import date
from itertools import chain
from typing import NamedTuple

from sqlalchemy import Select, select

from trainingtracker.attainment.people import in_headcount
from trainingtracker.attainment.scope import Scope
from trainingtracker.extensions import db
from trainingtracker.models import Assignment, Person
from trainingtracker.organisation.tree import UnitTree
from trainingtracker.privacy.suppression import Dimension

# The units of people who belong together, in their order; nobody's are ().
Home = tuple[int, ...]
# The node of everybody in scope; units are nodes by their id.
ALL = "all"
_AT_ONCE = 1000


class Member(NamedTuple):
    """Somebody in the headcount of the day; `known` to the reader by name."""

    home: Home
    known: bool


def members(as_of: date, scope: Scope) -> dict[int, Member]:
    """The headcount in scope by person; two queries, three where only some may be named."""
    staff = select(Person.id).where(
        in_headcount(as_of, scope.known), scope.covers(Person.id, as_of)
    )
    # Past the ORM, which would make each row once more.
    connection = db.session.connection()
    homes: dict[int, Home] = {}
    alike: dict[Home, Home] = {}
    assigned = connection.execute(_assigned(as_of, scope)).partitions()
    for person_id, unit_id in chain.from_iterable(assigned):
        home = tuple(sorted({*homes[person_id], unit_id})) if person_id in homes else (unit_id,)
        # Many people belong to the same units: what is said of them is there once.
        homes[person_id] = alike.setdefault(home, home)
    named = None
    if scope.named is not None:
        named = set(db.session.scalars(staff.where(scope.named)))
    kinds: dict[tuple[Home, bool], Member] = {}
    found: dict[int, Member] = {}
    everybody = connection.execute(staff.execution_options(yield_per=_AT_ONCE)).partitions()
    for (person_id,) in chain.from_iterable(everybody):
        key = homes.get(person_id, ()), named is None or person_id in named
        found[person_id] = kinds.get(key) or kinds.setdefault(key, Member(*key))
    return found


def _assigned(as_of: date, scope: Scope) -> Select[int, int]:
    """Person and unit, of whomever: to look everybody up in the headcount takes longer."""
    assigned = select(Assignment.person_id, Assignment.unit_id).where(
        Assignment.valid(as_of, scope.known_at)
    )
    if scope.unit_ids is not None:
        assigned = assigned.where(Assignment.unit_id.in_(scope.unit_ids))
    if scope.person_ids is not None:
        assigned = assigned.where(Assignment.person_id.in_(scope.person_ids))
    return assigned.execution_options(yield_per=_AT_ONCE)


def unit_dimension(tree: UnitTree, found: Mapping[int, Member]) -> Dimension:
    """The units in which anybody is, those above them, and all together."""
    nodes: dict[object, set[Home]] = {ALL: set()}
    for home in {each.home for each in found.values()}:
        nodes[ALL].add(home)
        for unit_id in home:
            for above in (unit_id, *tree.ancestor_ids(unit_id)):
                nodes.setdefault(above, set()).add(home)
    return Dimension({node: frozenset(homes) for node, homes in nodes.items()})
