"""Accounts as administrators see them: name, unit, user name, roles; nothing else of a person."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, or_, select

from trainingtracker.collation import like_pattern, search_words
from trainingtracker.extensions import db
from trainingtracker.models import Account, Leadership, Person, RoleGrant
from trainingtracker.organisation.leadership import units_of
from trainingtracker.organisation.people import employed_on
from trainingtracker.organisation.tree import UnitNode, UnitTree
from trainingtracker.vocabulary import LeadershipKind, Role


class AccountState(StrEnum):
    """Which people a search for accounts looks at."""

    OPEN = "open"
    LOCKED = "locked"
    NEW = "new"  # nobody has signed in yet
    WITH_ROLE = "with_role"
    LEFT = "left"
    NONE = "none"  # people who work here and have no account


class AccountRow(NamedTuple):
    """A person of the list; `account_id` is None for somebody without an account."""

    person_id: int
    name: str
    unit: UnitNode | None
    account_id: int | None
    login: str | None
    active: bool
    employed: bool
    last_sign_in_at: datetime | None
    roles: list[Role]


class GrantRow(NamedTuple):
    """A role with its time: `until` is the first day on which it no longer counts."""

    id: int
    role: Role
    unit: UnitNode | None
    since: date
    until: date | None
    granted_by: str

    @property
    def last_day(self) -> date | None:
        return self.until - timedelta(days=1) if self.until else None

    def state(self, today: date) -> str:
        if self.until is not None and (self.until <= today or self.until <= self.since):
            return "over"
        return "future" if self.since > today else "current"


class LedRow(NamedTuple):
    """A unit that somebody leads: a role that comes with the list of units, not by a grant."""

    kind: LeadershipKind
    unit: UnitNode | None
    since: date


def search(
    text: str,
    state: AccountState | None,
    tree: UnitTree,
    as_of: date,
    *,
    limit: int,
    offset: int,
) -> tuple[list[AccountRow], int]:
    """One page of accounts by name, and how many there are; five queries."""
    conditions = [_in_state(state, as_of), *_matching(text)]
    joined = select(Person, Account).outerjoin(Account, Account.person_id == Person.id)
    total = db.session.scalar(
        select(func.count(Person.id))
        .outerjoin(Account, Account.person_id == Person.id)
        .where(*conditions)
    )
    page = joined.where(*conditions).order_by(Person.sort_key, Person.id)
    found: list[tuple[Person, Account | None]] = [
        (person, account)
        for person, account in db.session.execute(page.limit(limit).offset(offset))
    ]
    units = units_of([person.id for person, _ in found], as_of)
    roles = _roles([account.id for _, account in found if account], as_of)
    return [
        AccountRow(
            person.id,
            person.listed_name,
            tree.get(units.get(person.id)),
            account.id if account else None,
            account.login if account else None,
            account.active if account else False,
            person.employed_on(as_of),
            account.last_sign_in_at if account else None,
            roles.get(account.id, []) if account else [],
        )
        for person, account in found
    ], total or 0


def grants_of(account_id: int, tree: UnitTree) -> list[GrantRow]:
    """Every role of an account, the latest first."""
    query = (
        select(RoleGrant, Person)
        .outerjoin(Person, Person.id == RoleGrant.granted_by_id)
        .where(RoleGrant.account_id == account_id)
        .order_by(RoleGrant.since.desc(), RoleGrant.id.desc())
    )
    rows: list[tuple[RoleGrant, Person | None]] = [
        (grant, by) for grant, by in db.session.execute(query)
    ]
    return [
        GrantRow(
            grant.id,
            grant.role,
            tree.get(grant.unit_id),
            grant.since,
            grant.until,
            by.full_name if by else "",
        )
        for grant, by in rows
    ]


def led_by(person_id: int, tree: UnitTree, as_of: date) -> list[LedRow]:
    """The units that somebody leads or deputises for on the day."""
    rows = db.session.scalars(
        select(Leadership)
        .where(Leadership.person_id == person_id, Leadership.valid(as_of))
        .order_by(Leadership.since, Leadership.id)
    )
    return [LedRow(row.kind, tree.get(row.unit_id), row.since) for row in rows]


def _matching(text: str) -> list[ColumnElement[bool]]:
    return [
        or_(
            Person.search_text.like(like_pattern(word), escape="\\"),
            Account.login.like(like_pattern(word), escape="\\"),
        )
        for word in search_words(text)
    ]


def _in_state(state: AccountState | None, as_of: date) -> ColumnElement[bool]:
    here = employed_on(as_of)
    match state:
        case AccountState.OPEN:
            return Account.active & here
        case AccountState.LOCKED:
            return Account.active.is_(False)
        case AccountState.NEW:
            return Account.active & here & Account.last_sign_in_at.is_(None)
        case AccountState.WITH_ROLE:
            return Account.id.in_(select(RoleGrant.account_id).where(_counts(as_of)))
        case AccountState.LEFT:
            return Account.id.is_not(None) & (Person.exit < as_of)
        case AccountState.NONE:
            return Account.id.is_(None) & here
        case None:
            return Account.id.is_not(None)


def _counts(as_of: date) -> ColumnElement[bool]:
    return (RoleGrant.since <= as_of) & or_(RoleGrant.until.is_(None), RoleGrant.until > as_of)


def _roles(account_ids: Iterable[int], as_of: date) -> dict[int, list[Role]]:
    rows = db.session.execute(
        select(RoleGrant.account_id, RoleGrant.role)
        .where(RoleGrant.account_id.in_(list(account_ids)), _counts(as_of))
        .order_by(RoleGrant.id)
    )
    found: dict[int, list[Role]] = defaultdict(list)
    for account_id, role in rows:
        if role not in found[account_id]:
            found[account_id].append(role)
    return found
