"""The actor of a request or command: a person with the roles and units of today."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, CompoundSelect, bindparam, null, or_, select, union_all

from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import Account, Leadership, Person, RoleGrant
from trainingtracker.organisation.tree import UnitTree
from trainingtracker.vocabulary import Role

RoleScopes = dict[Role, frozenset[int] | None]

# Every request asks this: it is built once, and one query. A unit without a role is one led.
_TODAY: BindParameter[date] = bindparam("today")
_ROLES_AND_LED_UNITS: CompoundSelect[Any] = union_all(
    select(RoleGrant.role, RoleGrant.unit_id).where(
        RoleGrant.account_id == bindparam("account_id"),
        RoleGrant.since <= _TODAY,
        or_(RoleGrant.until.is_(None), RoleGrant.until > _TODAY),
    ),
    select(null(), Leadership.unit_id).where(
        Leadership.person_id == bindparam("person_id"), Leadership.valid(_TODAY)
    ),
)


@dataclass(frozen=True)
class Actor:
    """Somebody who does something; `roles` maps each role to its units, None meaning everywhere."""

    person_id: int
    roles: RoleScopes = field(default_factory=dict)
    led_units: frozenset[int] = frozenset()

    def has(self, *roles: Role) -> bool:
        """Whether the actor has one of these roles for the whole administration."""
        return any(role in self.roles and self.roles[role] is None for role in roles)

    @property
    def is_hr(self) -> bool:
        return self.has(Role.HR)

    @property
    def is_manager(self) -> bool:
        return bool(self.led_units)

    @property
    def coordinated_units(self) -> frozenset[int]:
        """The units, sub-units included, for which the actor does HR's work.

        A role of HR that is limited to a unit comes to the same as a coordinator's.
        """
        coordinated = self.roles.get(Role.COORDINATOR) or frozenset()
        return coordinated | (self.roles.get(Role.HR) or frozenset())


def actor_for(account: Account) -> Actor:
    """The actor that an account is today; the tree is read only for roles limited to a unit."""
    today = clock.today()
    wanted = {"account_id": account.id, "person_id": account.person_id, "today": today}
    found = db.session.execute(_ROLES_AND_LED_UNITS, wanted).all()
    grants = [(role, unit_id) for role, unit_id in found if role is not None]
    led = frozenset(unit_id for role, unit_id in found if role is None)
    return Actor(account.person_id, _roles(grants, today), led)


def actor_of(person_id: int) -> Actor:
    """The actor that a person is today; without an account one who has no role."""
    account = db.session.scalar(select(Account).where(Account.person_id == person_id))
    return actor_for(account) if account else Actor(person_id)


def _roles(grants: Sequence[tuple[Role, int | None]], today: date) -> RoleScopes:
    scopes: RoleScopes = {role: None for role, unit_id in grants if unit_id is None}
    limited = [(role, unit_id) for role, unit_id in grants if unit_id and role not in scopes]
    if limited:
        tree = UnitTree.load(today)
        for role, unit_id in limited:
            scopes[role] = (scopes.get(role) or frozenset()) | frozenset(tree.subtree_ids(unit_id))
    return scopes


def may_sign_in(account: Account) -> bool:
    """An active account of somebody who has not left."""
    person: Person = account.person
    return account.active and person.employed_on(clock.today())
