"""`trainingtracker accounts`: the first accounts of an installation, before anybody can sign in."""

import os
import sys

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from trainingtracker import clock, config
from trainingtracker.accounts import administration, first_administrator
from trainingtracker.accounts.passwords import set_password
from trainingtracker.extensions import begin, db
from trainingtracker.models import Account, Person, Unit
from trainingtracker.notify.outbox import link
from trainingtracker.vocabulary import Role

_PASSWORD = config.PREFIX + "PASSWORD"


@click.group()
def accounts() -> None:
    """Create accounts and set passwords."""


@accounts.command()
@click.argument("login")
@click.option("--person", "number", required=True, metavar="PERSONNEL_NUMBER", help="Whose it is.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice([role.value for role in Role]),
    help="A role from today on; may be given several times.",
)
@click.option("--unit", metavar="NUMBER", help="For coordinators: their unit.")
@with_appcontext
def create(login: str, number: str, roles: tuple[str, ...], unit: str | None) -> None:
    """Create the account LOGIN for a person on record.

    The password is asked for, or read from the variable TRAININGTRACKER_PASSWORD or from standard
    input; it is never an argument, where others could see it.
    """
    password = _password()
    begin("write")
    person = db.session.scalar(select(Person).where(Person.personnel_number == number))
    if person is None:
        raise click.ClickException(
            f"Nobody has the personnel number {number}. Import the list of people first."
        )
    unit_id, today = _unit_id(unit), clock.today()
    account = administration.create_for(person, login)
    set_password(account, password)
    for role in dict.fromkeys(roles):
        administration.grant(
            account, Role(role), unit_id=unit_id, since=today, last_day=None, actor=None
        )
    db.session.commit()
    click.echo(f"{person.full_name} can sign in as {account.login}.")


@accounts.command()
@click.argument("login")
@with_appcontext
def password(login: str) -> None:
    """Set a new password for the account LOGIN and sign out all of its sessions."""
    new = _password()
    begin("write")
    account = _by_login(login)
    if account is None:
        raise click.ClickException(f"There is no account {login}.")
    set_password(account, new)
    db.session.commit()
    click.echo(f"The password of {account.login} is changed.")


@accounts.command("first-administrator")
@with_appcontext
def first() -> None:
    """Print a one-time link with which the first administrator creates an account."""
    click.echo(link_for_the_first())


def link_for_the_first() -> str:
    """The sentence with a new link; raises NotAllowed where somebody has an account."""
    begin("write")
    token = first_administrator.new_token()
    db.session.commit()
    return (
        "Nobody has an account yet. Create the first administrator with this link within an hour;"
        f" it works once:\n  {link(f'/first-administrator/{token}')}"
    )


def _by_login(login: str) -> Account | None:
    return db.session.scalar(select(Account).where(Account.login == login.strip().casefold()))


def _unit_id(number: str | None) -> int | None:
    if number is None:
        return None
    unit_id = db.session.scalar(select(Unit.id).where(Unit.number == number))
    if unit_id is None:
        raise click.ClickException(f"There is no unit {number}.")
    return unit_id


def _password() -> str:
    given = os.environ.get(_PASSWORD)
    if given:
        return given
    if sys.stdin.isatty():
        asked: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        return asked
    return sys.stdin.readline().rstrip("\r\n")
