"""Signing in: from what somebody typed to their account."""

import secrets

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from trainingtracker import clock
from trainingtracker.accounts.actor import may_sign_in
from trainingtracker.accounts.passwords import check_password, renew_hash
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Account, Person
from trainingtracker.text import mark

# Every request asks this: it is built once.
_ACCOUNT = (
    select(Account).where(Account.id == bindparam("account_id")).options(joinedload(Account.person))
)


def sign_in(login: str, password: str) -> Account:
    """The account that name and password belong to.

    The refusal is the same whether the account does not exist, is not active, its person has left,
    or the password is wrong. Nothing is written here: checking a password takes long on purpose,
    and nobody else should have to wait for it with what they save.
    """
    account = db.session.scalar(
        select(Account)
        .where(Account.login == login.strip().casefold())
        .options(joinedload(Account.person))
    )
    if not check_password(account, password) or account is None or not may_sign_in(account):
        raise RuleViolation(
            mark(
                "Sign-in failed: the user name or the password is not right."
                " Check both; if you have no access yet, ask your HR department."
            )
        )
    return account


def record_sign_in(account_id: int, password: str) -> Account:
    """Note the sign-in of somebody whose password was right, and renew an outdated hash."""
    account = db.session.get_one(Account, account_id, options=[joinedload(Account.person)])
    account.last_sign_in_at = clock.now()
    renew_hash(account, password)
    return account


def sign_out(account: Account) -> None:
    """End every session of the account: a copied cookie is worth nothing afterwards."""
    account.session_key = secrets.token_urlsafe(16)


def create_account(person: Person, login: str) -> Account:
    """An account without a password for a person; the login is kept casefolded."""
    account = Account(
        person=person, login=login.strip().casefold(), session_key=secrets.token_urlsafe(16)
    )
    db.session.add(account)
    db.session.flush()
    return account


def load_account(session_id: str) -> Account | None:
    """The account of a signed-in session; None once it was signed out everywhere or has left."""
    account_id, _, session_key = session_id.partition(".")
    if not account_id.isdigit():
        return None
    account = db.session.scalar(_ACCOUNT, {"account_id": int(account_id)})
    if account is None or not secrets.compare_digest(account.session_key, session_key):
        return None
    return account if may_sign_in(account) else None
