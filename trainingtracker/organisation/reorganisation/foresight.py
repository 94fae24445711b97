"""What a reorganisation would come to: who moves, and for whom somebody else decides.

It is carried out and taken back in the same breath, so that it cannot say anything else than what
will happen.
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from trainingtracker.extensions import db
from trainingtracker.models import Account, Assignment, Person
from trainingtracker.organisation.leadership import LeadershipMap
from trainingtracker.organisation.people import employed_on, names_of
from trainingtracker.organisation.reorganisation.carrying_out import carry_out, limited_to
from trainingtracker.organisation.reorganisation.wish import Wish
from trainingtracker.organisation.tree import UnitNode, UnitTree
from trainingtracker.vocabulary import ReorganisationKind, Role


class Mover(NamedTuple):
    """Somebody who belongs to another unit."""

    person_id: int
    name: str
    origin: UnitNode | None
    target: UnitNode | None


class NewDecider(NamedTuple):
    """People of one unit for whom others decide: their number, and the managers by name."""

    unit: UnitNode | None
    person_ids: tuple[int, ...]
    before: str
    after: str


class MovedUnit(NamedTuple):
    """A unit that stands elsewhere, is called otherwise, is new or is gone."""

    before: UnitNode | None
    after: UnitNode | None
    parent_before: UnitNode | None
    parent_after: UnitNode | None


class EndedRole(NamedTuple):
    """A role that somebody has in the unit alone, and that ends with it."""

    name: str
    role: Role


@dataclass(frozen=True)
class Foresight:
    """What would be different on the day."""

    units: list[MovedUnit]
    movers: list[Mover]
    deciders: list[NewDecider]
    roles: list[EndedRole]

    @property
    def with_new_deciders(self) -> set[int]:
        return {person_id for group in self.deciders for person_id in group.person_ids}

    @property
    def seen(self) -> str:
        """The same for two previews that say the same."""
        said = repr((self.units, self.movers, self.deciders, self.roles))
        return hashlib.blake2b(said.encode(), digest_size=12).hexdigest()


class _State(NamedTuple):
    tree: UnitTree
    units: dict[int, int]
    deciders: dict[int, tuple[int, ...]]


def foresee(wish: Wish) -> Foresight:
    """What carrying the wish out would change on its day. Raises the same refusals."""
    before, roles = _state(wish.since), _roles(wish)
    attempt = db.session.begin_nested()
    try:
        carry_out(wish, None)
        after = _state(wish.since)
    finally:
        attempt.rollback()
    names = names_of({*_led(before), *_led(after), *_moved(before, after)})
    return Foresight(
        _units(before, after), _movers(before, after, names), _new(before, after, names), roles
    )


def _roles(wish: Wish) -> list[EndedRole]:
    """Whose they are by name, or by the name with which they sign in."""
    if wish.kind is not ReorganisationKind.MERGE:
        return []
    grants = limited_to(wish.unit_id, wish.since).subquery()
    rows = db.session.execute(
        select(grants.c.role, Account.login, Person.first_name, Person.last_name)
        .join_from(grants, Account, Account.id == grants.c.account_id)
        .outerjoin(Person, Person.id == Account.person_id)
    )
    found = [
        EndedRole(f"{row.first_name} {row.last_name}" if row.last_name else row.login, row.role)
        for row in rows
    ]
    return sorted(found)


def _state(day: date) -> _State:
    """Everybody's unit and who decides for them."""
    leadership = LeadershipMap.load(day)
    assigned = (
        select(Assignment.person_id, Assignment.unit_id)
        .join(Person, Person.id == Assignment.person_id)
        .where(Assignment.valid(day), employed_on(day))
        .order_by(Assignment.since, Assignment.id)
    )
    units = {row.person_id: row.unit_id for row in db.session.execute(assigned)}
    deciders = {
        person_id: leadership.deciders(person_id, unit_id).managers
        for person_id, unit_id in units.items()
    }
    return _State(leadership.tree, units, deciders)


def _moved(before: _State, after: _State) -> list[int]:
    return [person for person, unit in after.units.items() if before.units.get(person) != unit]


def _led(state: _State) -> set[int]:
    return {person for managers in state.deciders.values() for person in managers}


def _units(before: _State, after: _State) -> list[MovedUnit]:
    ids = dict.fromkeys(node.id for tree in (before.tree, after.tree) for node in tree.in_order())
    found = []
    for unit_id in ids:
        was, becomes = before.tree.get(unit_id), after.tree.get(unit_id)
        same = was and becomes and (was.name, was.parent_id) == (becomes.name, becomes.parent_id)
        if not same:
            above = (
                before.tree.get(was.parent_id) if was else None,
                after.tree.get(becomes.parent_id) if becomes else None,
            )
            found.append(MovedUnit(was, becomes, *above))
    return found


def _movers(before: _State, after: _State, names: dict[int, str]) -> list[Mover]:
    found = [
        Mover(
            person_id,
            names[person_id],
            before.tree.get(before.units.get(person_id)),
            after.tree.get(after.units[person_id]),
        )
        for person_id in _moved(before, after)
    ]
    return sorted(found, key=lambda mover: (mover.name, mover.person_id))


def _new(before: _State, after: _State, names: dict[int, str]) -> list[NewDecider]:
    groups: dict[tuple[int, tuple[int, ...], tuple[int, ...]], list[int]] = defaultdict(list)
    for person_id, unit_id in after.units.items():
        was, becomes = before.deciders.get(person_id, ()), after.deciders[person_id]
        if was != becomes:
            groups[unit_id, was, becomes].append(person_id)
    return [
        NewDecider(
            after.tree.get(unit_id), tuple(sorted(people)), _said(was, names), _said(now, names)
        )
        for (unit_id, was, now), people in groups.items()
    ]


def _said(managers: tuple[int, ...], names: dict[int, str]) -> str:
    return ", ".join(names[person_id] for person_id in managers)
