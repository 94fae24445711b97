"""Making a backup while the site is in use."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from trainingtracker.errors import StartError
from trainingtracker.upkeep import archive, postgresql
from trainingtracker.upkeep.database import copy_sqlite, current_revision, place, sqlite_file


def make(engine: Engine, target: Path, version: str, now: datetime) -> archive.Manifest:
    """Write everything that is committed at one moment into the target.

    What is copied is verified before the target appears. Raises StartError with what to do.
    """
    if not target.parent.is_dir():
        raise StartError(f"There is no folder {target.parent}.")
    if target.exists():
        raise StartError(f"There is a file {target} already; name another one.")
    file = sqlite_file(engine)
    found = None if file and not file.exists() else current_revision(engine)
    if found is None:
        raise StartError(f"{place(engine)} is empty: there is nothing to back up.")
    name = engine.dialect.name
    try:
        with TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
            content = Path(folder) / archive.MEMBERS[name]
            # For its owner alone, from the first byte on.
            content.touch(0o600)
            if file:
                _copy(file, content)
            else:
                postgresql.dump(engine.url, content)
            return archive.write(
                target, content, version=version, revision=found, engine=name, now=now
            )
    except OSError as error:
        raise StartError(f"{target} cannot be written: {error.strerror}.") from error


def _copy(file: Path, content: Path) -> None:
    """A copy that is one file, without a write-ahead log, and sound."""
    try:
        copy_sqlite(file, content)
        with closing(sqlite3.connect(content)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise StartError(f"The database {file} could not be copied: {error}.") from error
    verify_sqlite(content, f"The database {file}")


def verify_sqlite(file: Path, called: str) -> None:
    """StartError where a database is damaged or a row points nowhere."""
    try:
        with closing(sqlite3.connect(file)) as connection:
            (said,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.Error as error:
        raise StartError(f"{called} is damaged: {error}.") from error
    if said != "ok":
        raise StartError(f"{called} is damaged: {' '.join(said.split())}")
    if broken:
        raise StartError(f"{called} is damaged: a row of {broken[0]} points nowhere.")
