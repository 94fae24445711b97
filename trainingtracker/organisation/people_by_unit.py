"""People in the order of their units: a page of them costs the same in a city of any size.

How many each unit has is counted once until somebody comes, moves or goes. A page then looks only
at the units whose people it shows.
"""

from collections import Counter, defaultdict
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, case, func, or_, select

from trainingtracker.extensions import db
from trainingtracker.kept import kept
from trainingtracker.models import Assignment, Person
from trainingtracker.organisation.tree import UnitNode, UnitTree

_READ = (Person, Assignment)
_Conditions = list[ColumnElement[bool]]
_Unit = ColumnElement[int | None]


def counted(counting: Select[int]) -> int:
    """How many people there are, counted once until something changes."""
    return kept(_key(counting), lambda: db.session.scalar(counting) or 0, of=_READ)


def numbers_by_unit(unit: _Unit, conditions: _Conditions) -> dict[int | None, int]:
    """How many people each unit has, counted once until something changes."""
    homes = select(unit.label("unit_id")).select_from(Person).where(*conditions).subquery("home")
    counting = select(homes.c.unit_id, func.count()).group_by(homes.c.unit_id)

    def count() -> dict[int | None, int]:
        return {row[0]: row[1] for row in db.session.execute(counting)}

    return kept(_key(counting), count, of=_READ)


def _key(counting: Select[Any]) -> str:
    return str(counting.compile(db.engine, compile_kwargs={"literal_binds": True}))


def members(unit_ids: set[int], day: date) -> Select[int]:
    """The ids of whoever belongs to one of these units on the day."""
    return select(Assignment.person_id).where(
        Assignment.unit_id.in_(unit_ids), Assignment.valid(day)
    )


def place(unit: UnitNode | None, tree: UnitTree) -> int:
    """The place of a unit in the tree; people without one come after all others."""
    return tree.place(unit) if unit else len(tree)


class Stretch(NamedTuple):
    """The units whose people a page shows, by id, each with its rank.

    None stands for no unit. `before` are the people of all units that come earlier.
    """

    ranks: dict[int | None, int]
    before: int

    def condition(self, unit: _Unit, as_of: date) -> ColumnElement[bool]:
        known = {unit_id for unit_id in self.ranks if unit_id is not None}
        # The members of these units are few to look at; whose latest unit it is, fewer.
        here = Person.id.in_(members(known, as_of)) & unit.in_(known)
        return or_(here, unit.is_(None)) if None in self.ranks else here

    def order(self, unit: _Unit) -> list[SQLColumnExpression[Any]]:
        ranks = {unit_id: rank for unit_id, rank in self.ranks.items() if unit_id is not None}
        first = [case(ranks, value=unit, else_=self.ranks.get(None)).asc()] if ranks else []
        return [*first, Person.sort_key.asc(), Person.id.asc()]


def stretch(
    by_unit: dict[int | None, int], tree: UnitTree, *, descending: bool, limit: int, offset: int
) -> Stretch:
    """The units that the rows from `offset` on belong to."""
    people: Counter[int] = Counter()
    at: dict[int, list[int | None]] = defaultdict(list)
    for unit_id, number in by_unit.items():
        where = place(tree.get(unit_id), tree)
        people[where] += number
        at[where].append(unit_id)
    ranks: dict[int | None, int] = {}
    before = inside = 0
    for where in sorted(people, reverse=descending):
        if not ranks and before + people[where] <= offset:
            before += people[where]
        elif before + inside < offset + limit:
            ranks |= dict.fromkeys(at[where], len(ranks))
            inside += people[where]
    return Stretch(ranks, before)
