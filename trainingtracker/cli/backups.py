"""`trainingtracker backup` and `restore`: the whole installation's data in one file."""

import sys
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import click

from trainingtracker import clock
from trainingtracker.cli import CREATE_APP, CreateApp
from trainingtracker.errors import StartError
from trainingtracker.extensions import db
from trainingtracker.upkeep import backup as making
from trainingtracker.upkeep import restore as restoring

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=_FILE)
@click.pass_context
def backup(context: click.Context, file: Path) -> None:
    """Write the database into FILE, a zip archive; people may go on working.

    Not in it: secret_key and config.toml of the instance folder. Keep config.toml with the
    settings of the machine; a new secret_key only means that everybody signs in again. The file
    holds personal data: keep it as closely as the database.
    """
    create_app: CreateApp = context.meta[CREATE_APP]
    with create_app().app_context():
        manifest = making.make(db.engine, file.absolute(), _version(), clock.now())
    size = file.stat().st_size / 1e6
    click.echo(
        f"{file} ({size:.1f} MB): the database of {_moment(manifest.made_at)},"
        f" version {manifest.version}, verified."
    )


@click.command()
@click.argument("file", type=_FILE)
@click.option("--yes", is_flag=True, help="Do not ask; for scripts.")
@click.pass_context
def restore(context: click.Context, file: Path, yes: bool) -> None:
    """Put the backup FILE in the place of the database, which is kept aside first.

    Stop the server and the worker before, and start them afterwards. A damaged backup, one of a
    newer version or of the other kind of database is refused and nothing is changed.
    """
    create_app: CreateApp = context.meta[CREATE_APP]
    app = create_app()
    with app.app_context():
        manifest = restoring.readable(db.engine, file)
        if not yes:
            _ask(file, manifest.made_at)
        done = restoring.replace(db.engine, file, Path(app.instance_path), _version(), clock.now())
    if done.kept:
        click.echo(f"The state before is kept in {done.kept}.")
    click.echo(f"The database is that of {_moment(manifest.made_at)} again.")
    if done.needs_migration:
        click.echo("It is of an older version: run `trainingtracker db upgrade`.")


def _ask(file: Path, made_at: str) -> None:
    if not sys.stdin.isatty():
        raise StartError("This replaces the database: add --yes to do it without being asked.")
    click.confirm(f"Replace the database with that of {_moment(made_at)} from {file}?", abort=True)


def _version() -> str:
    return version("trainingtracker")


def _moment(made_at: str) -> str:
    return clock.local(datetime.fromisoformat(made_at)).strftime("%Y-%m-%d %H:%M")
