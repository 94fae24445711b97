"""The first account of an installation, made by whoever can read the server's terminal.

A link with a random token is good once and for an hour. What is stored is its digest; a new link
takes the place of the one before.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.accounts import one_time
from trainingtracker.accounts.passwords import set_password
from trainingtracker.accounts.sign_in import create_account
from trainingtracker.collation import search_text, sort_key
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Account, Person, RoleGrant, Setting
from trainingtracker.organisation.addresses import is_address
from trainingtracker.text import mark
from trainingtracker.vocabulary import PersonKind, Role

VALID_FOR = timedelta(hours=1)
_SETTING = "first_administrator"


@dataclass(frozen=True)
class Newcomer:
    """What the first administrator says about themselves."""

    first_name: str
    last_name: str
    email: str
    personnel_number: str
    login: str
    password: str
    language: str


def is_needed() -> bool:
    """Whether nobody has an account yet."""
    return db.session.scalar(select(Account.id).limit(1)) is None


def new_token() -> str:
    """A token for one link; the one before is worth nothing from now on.

    Raises NotAllowed where somebody has an account.
    """
    if not is_needed():
        raise NotAllowed(
            mark("There are accounts already: an administrator among them can create others.")
        )
    token, digest = one_time.new()
    stored = {"digest": digest, "until": (clock.now() + VALID_FOR).isoformat()}
    db.session.merge(Setting(name=_SETTING, value=stored))
    return token


def check_token(token: str) -> None:
    """NotAllowed unless the token is the one that was given out last and nobody has used it."""
    _stored(token)


def create(token: str, newcomer: Newcomer) -> Account:
    """The person, their account and the role; the token is used up in the same transaction.

    With a personnel number they are staff, whom the list of people recognises. Without one they
    are a guest, outside every count, for example of the company that runs the machines.
    """
    db.session.delete(_stored(token))
    db.session.flush()
    email = newcomer.email.strip()
    if email and not is_address(email):
        raise RuleViolation(
            mark("%(address)s is not an e-mail address. Write it like name@example.org."),
            address=email,
        )
    person = _person(newcomer, email)
    account = create_account(person, newcomer.login)
    set_password(account, newcomer.password)
    db.session.add(
        RoleGrant(account_id=account.id, role=Role.ADMIN, unit_id=None, since=clock.today())
    )
    db.session.flush()
    return account


def _person(newcomer: Newcomer, email: str) -> Person:
    """The person on record with that number, or a new one."""
    number = newcomer.personnel_number.strip() or None
    known = number and db.session.scalar(select(Person).where(Person.personnel_number == number))
    if known:
        return known
    first, last = newcomer.first_name.strip(), newcomer.last_name.strip()
    person = Person(
        kind=PersonKind.STAFF if number else PersonKind.GUEST,
        personnel_number=number,
        first_name=first,
        last_name=last,
        email=email or None,
        language=newcomer.language,
        sort_key=sort_key(last, first),
        search_text=search_text(first, last, number),
    )
    db.session.add(person)
    db.session.flush()
    return person


def _stored(token: str) -> Setting:
    """The row of a good token, locked: of two at once, the second finds it gone."""
    stored = db.session.scalar(select(Setting).where(Setting.name == _SETTING).with_for_update())
    if (
        stored is None
        or not is_needed()
        or not hmac.compare_digest(stored.value["digest"], one_time.digest(token))
        or datetime.fromisoformat(stored.value["until"]) <= clock.now()
    ):
        raise NotAllowed(
            mark(
                "This link is not valid any more: it is good for one hour and can be used once."
                " Whoever runs the server gets a new one by starting it again, as long as there"
                " is no account."
            )
        )
    return stored
