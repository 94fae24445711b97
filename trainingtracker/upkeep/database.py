"""The state of the database: where it is, its revision, a consistent copy of an SQLite file."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DatabaseError, OperationalError

from trainingtracker import config
from trainingtracker.errors import StartError
from trainingtracker.upkeep.revisions import Revisions


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
            f"{place(engine)} holds other tables and is no database of Training Tracker;"
            f" name another one in {config.PREFIX}DATABASE_URL."
        )
    return None


def refuse_newer(found: str | None, revisions: Revisions) -> None:
    """StartError where the database is of a version that this program does not know."""
    if found is not None and found not in revisions.known:
        raise StartError(
            f"The database is of a newer version of Training Tracker (revision {found}): install"
            f" that version, or name another database in {config.PREFIX}DATABASE_URL."
        )


def sqlite_file(engine: Engine) -> Path | None:
    """The file of an SQLite database; None for PostgreSQL."""
    return Path(str(engine.url.database)) if engine.dialect.name == "sqlite" else None


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy what is committed now into the target, whoever writes meanwhile.

    The target may be in use as well: it changes in one transaction. Raises sqlite3.Error.
    """
    with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(target)) as writing:
        writing.execute("PRAGMA busy_timeout=30000")
        reading.backup(writing)


def place(engine: Engine) -> str:
    """The database in words, at the beginning of a sentence."""
    if engine.dialect.name == "sqlite":
        return f"The database {engine.url.database}"
    return f"The PostgreSQL database {engine.url.database} on {engine.url.host or 'this machine'}"


def _unreachable(engine: Engine, error: DatabaseError) -> str:
    reason = str(error.orig).strip().splitlines()[0].rstrip(".")
    if engine.dialect.name == "sqlite":
        return f"{place(engine)} cannot be opened: {reason}."
    hint = "check that it runs" if isinstance(error, OperationalError) else "check the account"
    return f"{place(engine)} cannot be reached ({reason}); {hint} and {config.PREFIX}DATABASE_URL."
