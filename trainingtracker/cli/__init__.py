"""The command line: `trainingtracker COMMAND`."""

import sys

import click
from flask.cli import FlaskGroup

from trainingtracker.errors import StartError


def _make_app() -> object:
    from trainingtracker.app import create_app

    return create_app()


@click.group(
    cls=FlaskGroup,
    create_app=_make_app,
    add_default_commands=False,
    add_version_option=False,
    set_debug_flag=False,
    load_dotenv=False,
)
def group() -> None:
    """Training Tracker: staff training and intercultural competence."""


def main() -> None:
    """Run a command; what stops the start is one sentence and exit status 2."""
    try:
        group()
    except StartError as error:
        click.echo(f"trainingtracker: {error}", err=True)
        sys.exit(2)
