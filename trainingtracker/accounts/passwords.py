"""Passwords: hashed with argon2id, checked in constant effort whether or not the account exists."""

import secrets
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from trainingtracker.errors import RuleViolation
from trainingtracker.models import Account
from trainingtracker.text import mark

MINIMUM_LENGTH = 12

# Replaced by a cheap one in tests; argon2-cffi's defaults follow RFC 9106.
hasher = PasswordHasher()


def set_password(account: Account, password: str) -> None:
    """Store a new password and sign out every session of the account."""
    if len(password) < MINIMUM_LENGTH:
        raise RuleViolation(
            mark(
                "A password needs at least %(length)s characters. A sentence is easy to remember."
            ),
            length=MINIMUM_LENGTH,
        )
    account.password_hash = hasher.hash(password)
    account.session_key = secrets.token_urlsafe(16)


def change_password(account: Account, current: str, new: str) -> None:
    """Replace the password of an account by its owner, who proves to know the current one."""
    if not check_password(account, current):
        raise RuleViolation(mark("The current password is not right."))
    set_password(account, new)


def check_password(account: Account | None, password: str) -> bool:
    """Whether the password is the account's; takes as long for an account that does not exist."""
    known = account is not None and account.password_hash is not None
    stored = account.password_hash if account is not None and known else _decoy()
    assert stored is not None
    try:
        hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
    return known


def renew_hash(account: Account, password: str) -> None:
    """Hash the right password again where today's parameters cost more than the stored hash did."""
    if account.password_hash and hasher.check_needs_rehash(account.password_hash):
        account.password_hash = hasher.hash(password)


@lru_cache
def _decoy() -> str:
    return hasher.hash(secrets.token_urlsafe(16))
