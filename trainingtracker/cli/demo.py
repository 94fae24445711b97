"""`trainingtracker demo`: the example city, for a look around."""

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from trainingtracker import settings
from trainingtracker.errors import StartError
from trainingtracker.extensions import begin, db
from trainingtracker.models import Person, Unit

STAFF = 11_000
SEED = 2026


staff_option = click.option(
    "--staff",
    default=STAFF,
    show_default=True,
    envvar="TRAININGTRACKER_DEMO_STAFF",
    type=click.IntRange(100, 150_000),
    help="How many people the example city employs.",
)


@click.command()
@staff_option
@click.option("--seed", default=SEED, show_default=True, help="Another number, other people.")
@with_appcontext
def demo(staff: int, seed: int) -> None:
    """Fill an empty database with the example city.

    Refused where there are people already: example data never mix with real ones.
    """
    if not is_empty():
        raise StartError(
            "The example data are loaded already."
            if settings.get("example_data")
            else "The database holds people or units; example data are loaded into an empty one"
            " only. Name another instance folder in TRAININGTRACKER_INSTANCE."
        )
    fill(staff, seed)
    click.echo(sign_in_hint())


def is_empty() -> bool:
    """Whether there is nobody and no unit yet."""
    return not any(db.session.scalar(select(model.id).limit(1)) for model in (Person, Unit))


def fill_if_empty(staff: int = STAFF) -> None:
    """The example city, unless there is anybody."""
    if is_empty():
        fill(staff, SEED)


def fill(staff: int, seed: int) -> None:
    """Load the example city in one transaction."""
    from trainingtracker.demo.city import build

    click.echo(f"Loading example data, {staff:,} invented members of staff: ", nl=False)
    db.session.rollback()
    begin("write")
    build(staff, seed, tell=lambda step: click.echo(f"{step} ... ", nl=False))
    db.session.commit()
    click.echo("done.")


def sign_in_hint() -> str:
    """The accounts of the example city and their password; empty on any other database."""
    from trainingtracker.demo.accounts import ACCOUNTS, PASSWORD

    if not settings.get("example_data"):
        return ""
    rows = "\n".join(f"  {account.login:<16} {account.role.en}" for account in ACCOUNTS)
    return f"Example data. Sign in with the password {PASSWORD} as\n{rows}"
