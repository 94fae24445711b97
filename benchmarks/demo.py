"""The example city of 11,000 staff, beside the bare insertion of the very same rows."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from benchmarks.measuring import Figure, peak_rss_mb, seconds_of
from benchmarks.workshop import Workshop, fill

_TABLES = (
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    " AND name <> 'alembic_version'"
)


def prepare(_workshop: Workshop) -> None:
    """Nothing: to build the city is what is measured."""


def run(workshop: Workshop) -> Iterator[Figure]:
    """One run each: both take long enough not to be disturbed by chance."""
    making = workshop.folder / "demo.sqlite3"
    with workshop.application(making):
        seconds = seconds_of(lambda: fill(workshop.staff))
        memory = peak_rss_mb()
    bare = workshop.folder / "demo-bare.sqlite3"
    with workshop.application(bare):
        pass
    limit_seconds = _insert_rows_of(making, bare)
    making.rename(workshop.city)
    yield Figure("demo", seconds, limit_seconds, memory, workshop.staff)


def _insert_rows_of(source: Path, target: Path) -> float:
    """Seconds to insert what the source holds, read beforehand, in one transaction."""
    with closing(sqlite3.connect(source)) as connection:
        names = [name for (name,) in connection.execute(_TABLES)]
        rows = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}
    with closing(sqlite3.connect(target, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size=-32000")
        connection.execute("BEGIN")
        for name in names:
            # What the first migration has brought along would be there twice.
            connection.execute(f"DELETE FROM {name}")
        filled = {name: found for name, found in rows.items() if found}

        def insert() -> None:
            for name, found in filled.items():
                marks = ", ".join("?" * len(found[0]))
                connection.executemany(f"INSERT INTO {name} VALUES ({marks})", found)
            connection.execute("COMMIT")

        return seconds_of(insert)
