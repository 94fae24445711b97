"""Before a command works: the database is there, reachable, and of this version.

SQLite is created and migrated as needed, an older database being copied aside first. PostgreSQL
belongs to an administrator: it is only checked, and migrated by `trainingtracker db upgrade`.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from trainingtracker import clock
from trainingtracker.errors import StartError
from trainingtracker.extensions import db
from trainingtracker.upkeep.database import (
    copy_sqlite,
    current_revision,
    place,
    refuse_newer,
    sqlite_file,
)
from trainingtracker.upkeep.revisions import Revisions


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


def upgrade(engine: Engine, found: str | None) -> None:
    """Migrate to the newest revision; an SQLite database with data is copied aside first."""
    database = sqlite_file(engine)
    if found and database:
        copy = _copied_aside(database, found)
        click.echo(f"The database is being migrated; the old one is kept as {copy}.", err=True)
    from flask_migrate import upgrade as migrate

    try:
        migrate()
    except DatabaseError as error:
        raise StartError(
            f"{place(engine)} could not be migrated and is as it was: {error.orig}"
        ) from error


def _copied_aside(database: Path, revision: str) -> Path:
    """A consistent copy beside the database, named after the revision and the time."""
    stamp = clock.local(clock.now()).strftime("%Y%m%d-%H%M%S")
    copy = database.with_name(f"{database.stem}-{revision}-{stamp}{database.suffix}")
    try:
        copy_sqlite(database, copy)
    except sqlite3.Error as error:
        raise StartError(f"The database could not be copied to {copy}: {error}.") from error
    return copy
