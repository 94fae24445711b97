"""Before a command works: the database is there, reachable, and of this version.

SQLite is created and migrated as needed, an older database being copied aside first. PostgreSQL
belongs to an administrator: it is only checked, and migrated by `trainingtracker db upgrade`.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DatabaseError, OperationalError

from trainingtracker import clock, config
from trainingtracker.cli.revisions import Revisions
from trainingtracker.errors import StartError
from trainingtracker.extensions import db


def ready_app(create_app: Callable[[], Flask]) -> Flask:
    """The application on a database that is ready; raises StartError with what to do."""
    app = create_app()
    with app.app_context():
        make_ready(db.engine)
    return app


def make_ready(engine: Engine) -> None:
    """Create or migrate SQLite, check PostgreSQL; nothing but one query where all is well."""
    revisions = Revisions.shipped()
    found = current_revision(engine)
    if found == revisions.newest:
        return
    refuse_newer(found, revisions)
    if engine.dialect.name != "sqlite":
        raise StartError(
            "The PostgreSQL database must be migrated first: run `trainingtracker db upgrade`."
        )
    upgrade(engine, found)


def refuse_newer(found: str | None, revisions: Revisions) -> None:
    """StartError where the database is of a version that this program does not know."""
    if found is not None and found not in revisions.known:
        raise StartError(
            f"The database is of a newer version of Training Tracker (revision {found}): install"
            f" that version, or name another database in {config.PREFIX}DATABASE_URL."
        )


def current_revision(engine: Engine) -> str | None:
    """What the database says it is; None for one without any table.

    Raises StartError where it cannot be reached, read or written, or holds something else.
    """
    try:
        with engine.connect() as connection:
            tables = inspect(connection).get_table_names()
            if "alembic_version" in tables:
                found: str | None = connection.scalar(
                    text("SELECT version_num FROM alembic_version")
                )
                return found
    except DatabaseError as error:
        raise StartError(_unreachable(engine, error)) from error
    if tables:
        raise StartError(
            f"{_place(engine)} holds other tables and is no database of Training Tracker;"
            f" name another one in {config.PREFIX}DATABASE_URL."
        )
    return None


def upgrade(engine: Engine, found: str | None) -> None:
    """Migrate to the newest revision; an SQLite database with data is copied aside first."""
    copy = _copied_aside(engine, found) if found and engine.dialect.name == "sqlite" else None
    if copy:
        click.echo(f"The database is being migrated; the old one is kept as {copy}.", err=True)
    from flask_migrate import upgrade as migrate

    try:
        migrate()
    except DatabaseError as error:
        raise StartError(
            f"{_place(engine)} could not be migrated and is as it was: {error.orig}"
        ) from error


def _copied_aside(engine: Engine, revision: str | None) -> Path:
    """A consistent copy beside the database, named after the revision and the time."""
    database = Path(str(engine.url.database))
    stamp = clock.local(clock.now()).strftime("%Y%m%d-%H%M%S")
    copy = database.with_name(f"{database.stem}-{revision}-{stamp}{database.suffix}")
    source, target = sqlite3.connect(database), sqlite3.connect(copy)
    try:
        source.backup(target)
    except sqlite3.Error as error:
        raise StartError(f"The database could not be copied to {copy}: {error}.") from error
    finally:
        source.close()
        target.close()
    return copy


def _unreachable(engine: Engine, error: DatabaseError) -> str:
    reason = str(error.orig).strip().splitlines()[0].rstrip(".")
    if engine.dialect.name == "sqlite":
        return f"{_place(engine)} cannot be opened: {reason}."
    hint = "check that it runs" if isinstance(error, OperationalError) else "check the account"
    return f"{_place(engine)} cannot be reached ({reason}); {hint} and {config.PREFIX}DATABASE_URL."


def _place(engine: Engine) -> str:
    if engine.dialect.name == "sqlite":
        return f"The database {engine.url.database}"
    return f"The PostgreSQL database {engine.url.database} on {engine.url.host or 'this machine'}"
