"""Putting a backup in the place of what is there, which is kept aside first."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, inspect

from trainingtracker import clock
from trainingtracker.errors import StartError
from trainingtracker.upkeep import archive, backup, postgresql
from trainingtracker.upkeep.database import copy_sqlite, current_revision, sqlite_file
from trainingtracker.upkeep.revisions import Revisions


@dataclass(frozen=True)
class Restored:
    """What was restored, and where the state before is kept; None where there was none."""

    manifest: archive.Manifest
    kept: Path | None

    @property
    def needs_migration(self) -> bool:
        return self.manifest.revision != Revisions.shipped().newest


def readable(engine: Engine, file: Path) -> archive.Manifest:
    """The manifest of a backup that fits here.

    StartError where it is damaged, of a newer version or of the other kind of database.
    """
    manifest = archive.read(file)
    if manifest.engine != engine.dialect.name:
        names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
        raise StartError(
            f"{file} is a backup of {names[manifest.engine]}, but this installation uses"
            f" {names[engine.dialect.name]}; name a fitting database in"
            " TRAININGTRACKER_DATABASE_URL."
        )
    if manifest.revision not in Revisions.shipped().known:
        raise StartError(
            f"{file} is of a newer version of Training Tracker ({manifest.version}, revision"
            f" {manifest.revision}): install that version first."
        )
    return manifest


def replace(engine: Engine, file: Path, instance: Path, version: str, now: datetime) -> Restored:
    """Verify the backup, keep what is there, then replace it as a whole or not at all."""
    manifest = readable(engine, file)
    stamp = clock.local(now).strftime("%Y%m%d-%H%M%S-%f")
    with TemporaryDirectory(dir=instance, prefix=".restore-") as folder:
        content = archive.extract(file, manifest, Path(folder))
        database = sqlite_file(engine)
        if database:
            backup.verify_sqlite(content, f"The database in {file}")
            kept = _set_aside(engine, database, instance, version, now, stamp)
            engine.dispose()
            try:
                copy_sqlite(content, database)
            except sqlite3.Error as error:
                raise StartError(f"{database} could not be replaced: {error}.") from error
        else:
            kept = _keep(engine, instance, version, now, stamp)
            removal = Path(folder) / "removal.sql"
            removal.write_text(_removal(engine), encoding="utf-8")
            engine.dispose()
            postgresql.replace(engine.url, removal, content)
    return Restored(manifest, kept)


def _keep(engine: Engine, instance: Path, version: str, now: datetime, stamp: str) -> Path | None:
    """A backup of what is there; None where there is nothing."""
    if current_revision(engine) is None:
        return None
    kept = instance / f"before-restore-{stamp}.zip"
    backup.make(engine, kept, version, now)
    return kept


def _set_aside(
    engine: Engine, database: Path, instance: Path, version: str, now: datetime, stamp: str
) -> Path | None:
    """Keep an SQLite database: as a backup, or as the files it is where it cannot be read."""
    if not database.exists():
        return None
    if not _is_damaged(database):
        return _keep(engine, instance, version, now, stamp)
    kept = database.with_name(f"{database.stem}-damaged-{stamp}{database.suffix}")
    for ending in ("-wal", "-shm", ""):
        part = database.with_name(database.name + ending)
        if part.exists():
            part.rename(kept.with_name(kept.name + ending))
    return kept


def _is_damaged(database: Path) -> bool:
    try:
        with closing(sqlite3.connect(database)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
    except sqlite3.DatabaseError:
        return True


def _removal(engine: Engine) -> str:
    """What empties the database of everything a migration has made, of whatever version."""
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
    quote = engine.dialect.identifier_preparer.quote_identifier
    statements = [f"DROP TABLE {quote(table)} CASCADE;" for table in tables]
    return "\n".join([*statements, "DROP FUNCTION IF EXISTS refuse_change();"]) + "\n"
