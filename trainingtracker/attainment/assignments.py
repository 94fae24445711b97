"""Which unit somebody belonged to on any day, and what it was called then.

Loaded for some people at a time, so that a hundred thousand rows need no query each.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import select

from trainingtracker.attainment.scope import Scope
from trainingtracker.extensions import db
from trainingtracker.kept import kept
from trainingtracker.models import Assignment, Unit, UnitVersion
from trainingtracker.models.among import among
from trainingtracker.text import Bilingual

Thing = TypeVar("Thing")


class UnitThen(NamedTuple):
    """A unit under the name of a day; the name is empty where the unit did not exist then."""

    number: str
    name: Bilingual


_NAMELESS = Bilingual("", "")
# First day, first day no longer (None: open), and what was so in between. Bare tuples, because two
# of them are looked at for each of a hundred thousand rows.
_Period = tuple[date, date | None, Thing]


def unchanged(periods: Iterable[_Period[Any]], day: date) -> tuple[date, date]:
    """From when until when, around the day, none of them begins or ends."""
    begun, ends = date.min, date.max
    for since, until, _ in periods:
        for edge in (since, until or date.max):
            if begun < edge <= day:
                begun = edge
            elif day < edge < ends:
                ends = edge
    return begun, ends


class UnitNames:
    """What every unit was called on any day: two queries, until a unit changes."""

    @classmethod
    def load(cls, scope: Scope) -> "UnitNames":
        key, read = ("names of units", scope.known_at), (Unit, UnitVersion)
        return kept(key, lambda: cls(scope), of=read, large=True)

    def __init__(self, scope: Scope) -> None:
        numbers: dict[int, str] = dict(db.session.execute(select(Unit.id, Unit.number)).all())
        self._nameless = {id_: UnitThen(number, _NAMELESS) for id_, number in numbers.items()}
        self._units: dict[int, list[_Period[UnitThen]]] = defaultdict(list)
        for unit_id, since, until, name_de, name_en in db.session.execute(
            select(
                UnitVersion.unit_id,
                UnitVersion.since,
                UnitVersion.until,
                UnitVersion.name_de,
                UnitVersion.name_en,
            ).where(UnitVersion.known(scope.known_at))
        ):
            then = UnitThen(numbers[unit_id], Bilingual(name_de, name_en))
            self._units[unit_id].append((since, until, then))

    def on(self, unit_id: int, day: date) -> UnitThen:
        for since, until, then in self._units.get(unit_id, ()):
            if since <= day and (until is None or day < until):
                return then
        return self._nameless[unit_id]

    def periods_of(self, unit_id: int) -> Iterable[_Period[UnitThen]]:
        return self._units.get(unit_id, ())


class AssignmentHistory:
    """One query; every answer about these persons from memory."""

    def __init__(self, scope: Scope, person_ids: Collection[int], names: UnitNames) -> None:
        self._names = names
        self._wanted = scope.unit_ids
        self._periods: dict[int, list[_Period[int]]] = defaultdict(list)
        found = db.session.connection().execute(
            select(Assignment.person_id, Assignment.since, Assignment.until, Assignment.unit_id)
            .where(Assignment.known(scope.known_at), among(Assignment.person_id, person_ids))
            .order_by(Assignment.since, Assignment.id)
        )
        for person_id, since, until, unit_id in found.all():
            self._periods[person_id].append((since, until, unit_id))

    def unit_on(self, person_id: int, day: date) -> UnitThen | None:
        """The person's unit on the day; of two, the one within the scope, else the first."""
        found: int | None = None
        for since, until, unit_id in self._periods.get(person_id, ()):
            if since <= day and (until is None or day < until):
                if self._wanted is None or unit_id in self._wanted:
                    return self._names.on(unit_id, day)
                found = found or unit_id
        return self._names.on(found, day) if found else None

    def periods_of(self, person_id: int) -> Iterable[_Period[Any]]:
        """All that an answer about the person depends on."""
        own = self._periods.get(person_id, ())
        return chain(own, *(self._names.periods_of(unit_id) for _, _, unit_id in own))
