"""One-time links with which people choose the password of their account themselves.

An administrator hands the link over and never learns a password. A link is good for 48 hours and
once; a new one takes the place of the one before.
"""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from trainingtracker import clock
from trainingtracker.accounts import one_time
from trainingtracker.accounts.actor import may_sign_in
from trainingtracker.accounts.passwords import set_password
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Account
from trainingtracker.notify import account_messages
from trainingtracker.text import mark

VALID_FOR = timedelta(hours=48)


def invite(account: Account) -> str:
    """The token of a new link; the owner of the account is told that there is one.

    The present password works until the link is used.
    """
    if not may_sign_in(account):
        raise RuleViolation(
            mark(
                "%(name)s cannot sign in: the account is locked, or the person does not work here."
                " A link would not help."
            ),
            name=account.person.full_name,
        )
    created = one_time.new()
    account.invitation_digest = created.digest
    account.invitation_until = clock.now() + VALID_FOR
    account_messages.one_time_link_made(account)
    db.session.flush()
    return created.token


def invited(token: str, *, for_update: bool = False) -> Account:
    """The account that a link belongs to; NotAllowed where it is used up, too old or replaced."""
    query = (
        select(Account)
        .where(Account.invitation_digest == one_time.digest(token))
        .options(joinedload(Account.person))
    )
    account = db.session.scalar(query.with_for_update(of=Account) if for_update else query)
    until = account.invitation_until if account else None
    if account is None or until is None or until <= clock.now() or not may_sign_in(account):
        raise NotAllowed(
            mark(
                "This link is not valid any more: it is good for 48 hours and can be used once."
                " Ask an administrator for a new one."
            )
        )
    return account


def accept(token: str, password: str) -> Account:
    """Set the password; the link is used up and every session of the account signed out."""
    account = invited(token, for_update=True)
    set_password(account, password)
    account.invitation_digest = account.invitation_until = None
    db.session.flush()
    return account
