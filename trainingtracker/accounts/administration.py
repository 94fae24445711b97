"""What administrators do with accounts: create, lock, grant roles and end them."""

from datetime import date, timedelta

from sqlalchemy import or_, select

from trainingtracker import clock, labels
from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.sign_in import create_account
from trainingtracker.collation import fold
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Account, Person, RoleGrant, Unit
from trainingtracker.notify import account_messages
from trainingtracker.text import mark
from trainingtracker.vocabulary import Role

# Roles whose rights end at a unit; granting another one "for a unit" would grant it everywhere.
LIMITED_TO_A_UNIT = frozenset({Role.COORDINATOR})


def suggested_login(person: Person) -> str:
    """first.last in plain letters, numbered where it is taken."""
    plain = fold(f"{person.first_name}.{person.last_name}").replace(" ", "-").strip(".")
    taken = set(db.session.scalars(select(Account.login).where(Account.login.startswith(plain))))
    login, number = plain, 2
    while login in taken:
        login, number = f"{plain}{number}", number + 1
    return login


def create_for(person: Person, login: str) -> Account:
    """An account for somebody who has none; they choose their password by a one-time link."""
    if not person.employed_on(clock.today()):
        raise RuleViolation(
            mark("%(name)s does not work here today and gets no account."), name=person.full_name
        )
    if db.session.scalar(select(Account.id).where(Account.person_id == person.id)):
        raise RuleViolation(mark("%(name)s has an account already."), name=person.full_name)
    wanted = login.strip().casefold()
    if any(character.isspace() for character in wanted):
        raise RuleViolation(mark("A user name has no blanks."))
    if db.session.scalar(select(Account.id).where(Account.login == wanted)):
        raise RuleViolation(mark("The user name %(login)s is taken."), login=wanted)
    return create_account(person, wanted)


def set_active(account: Account, active: bool) -> None:
    """Lock an account or open it again; a locked one is signed out at once."""
    before = _first_day_without_administrator()
    account.active = active
    db.session.flush()
    _keep_an_administrator(before)


def grant(
    account: Account,
    role: Role,
    *,
    unit_id: int | None,
    since: date,
    last_day: date | None,
    actor: Actor | None,
) -> RoleGrant:
    """A role from a day on, until a last day where there is one; its owner is told.

    Nobody grants one to themselves: rights that two people know of are hard to come by in silence.
    Without an actor it is granted at the command line.
    """
    if actor is not None and account.person_id == actor.person_id:
        raise RuleViolation(
            mark("Nobody grants a role to themselves: another administrator has to do it.")
        )
    if last_day is not None and last_day < since:
        raise RuleViolation(mark("The last day is before the first."))
    if role in LIMITED_TO_A_UNIT and unit_id is None:
        raise RuleViolation(
            mark("Choose the unit for which the role is: %(role)s."), role=labels.labelled(role)
        )
    if role not in LIMITED_TO_A_UNIT and unit_id is not None:
        raise RuleViolation(
            mark("This role always counts everywhere: %(role)s. Choose no unit for it."),
            role=labels.labelled(role),
        )
    if unit_id is not None and db.session.get(Unit, unit_id) is None:
        raise RuleViolation(mark("This unit does not exist."))
    until = last_day + timedelta(days=1) if last_day else None
    _refuse_overlap(account, role, unit_id, since, until)
    granted = RoleGrant(
        account_id=account.id,
        role=role,
        unit_id=unit_id,
        since=since,
        until=until,
        granted_by_id=actor.person_id if actor else None,
    )
    db.session.add(granted)
    db.session.flush()
    by = db.session.get_one(Person, actor.person_id) if actor else None
    account_messages.role_granted(account, role, since, by)
    return granted


def end_grant(granted: RoleGrant, last_day: date | None) -> None:
    """End a role after its last day, or at once; one that is still to come never begins."""
    until = max(last_day + timedelta(days=1) if last_day else clock.today(), granted.since)
    if until < clock.today():
        raise RuleViolation(
            mark("A role cannot end in the past. Leave the day empty to end it now.")
        )
    if granted.until is not None and granted.until < until:
        raise RuleViolation(mark("The role ends earlier than that already."))
    before = _first_day_without_administrator()
    granted.until = until
    db.session.flush()
    _keep_an_administrator(before)


def _refuse_overlap(
    account: Account, role: Role, unit_id: int | None, since: date, until: date | None
) -> None:
    query = select(RoleGrant.id).where(
        RoleGrant.account_id == account.id,
        RoleGrant.role == role,
        RoleGrant.unit_id.is_(None) if unit_id is None else RoleGrant.unit_id == unit_id,
        or_(RoleGrant.until.is_(None), RoleGrant.until > since),
    )
    if until is not None:
        query = query.where(RoleGrant.since < until)
    if db.session.scalar(query.limit(1)):
        raise RuleViolation(
            mark("%(name)s has this role at that time already."), name=account.person.full_name
        )


def _first_day_without_administrator() -> date:
    """The first day from today on which nobody who can sign in has the role; never: date.max.

    Locks the accounts concerned, so that two administrators cannot remove each other at once.
    """
    query = (
        select(Account)
        .where(Account.id.in_(select(RoleGrant.account_id).where(RoleGrant.role == Role.ADMIN)))
        .order_by(Account.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    accounts = {account.id: account for account in db.session.scalars(query)}
    grants = db.session.scalars(
        select(RoleGrant)
        .where(RoleGrant.role == Role.ADMIN)
        .order_by(RoleGrant.since)
        .execution_options(populate_existing=True)
    )
    day = clock.today()
    for granted in grants:
        account = accounts[granted.account_id]
        if not account.active or granted.since > day:
            continue
        person = account.person
        leaves = person.exit + timedelta(days=1) if person.exit else date.max
        if person.entry is None or person.entry <= day:
            day = max(day, min(granted.until or date.max, leaves))
    return day


def _keep_an_administrator(before: date) -> None:
    """Nobody removes the last administrator, neither now nor from a later day on."""
    day = _first_day_without_administrator()
    if day < before:
        raise RuleViolation(
            mark(
                "From %(day)s on there would be no administrator who can sign in."
                " Give somebody else this role first."
            ),
            day=day,
        )
