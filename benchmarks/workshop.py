"""The folder of one run: the databases that benchmarks share, and applications on them."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from trainingtracker.app import create_app
from trainingtracker.cli.ready import make_ready
from trainingtracker.extensions import begin, db

SEED = 2026


@dataclass(frozen=True)
class Workshop:
    """What a benchmark works with: `staff` is the size of its example city."""

    folder: Path
    staff: int

    @property
    def city(self) -> Path:
        """The database of the example city."""
        return self.folder / f"city-{self.staff}.sqlite3"

    def make_city(self) -> None:
        """Build the example city, unless a benchmark before has done so."""
        if not self.city.exists():
            making = self.folder / "making.sqlite3"
            with self.application(making):
                fill(self.staff)
            making.rename(self.city)

    def copy(self, source: Path, name: str) -> Path:
        """A copy that a benchmark may write to, in place of one of an earlier repetition."""
        target = self.folder / f"{name}.sqlite3"
        for suffix in ("", "-wal", "-shm"):
            Path(f"{target}{suffix}").unlink(missing_ok=True)
        return Path(shutil.copyfile(source, target))

    @contextmanager
    def serving(self, path: Path) -> Iterator[Flask]:
        """The application on a database, created where it is missing, for requests."""
        app = create_app(
            self.folder / "instance",
            {"SQLALCHEMY_DATABASE_URI": f"sqlite:///{path}", "WTF_CSRF_ENABLED": False},
        )
        with app.app_context():
            make_ready(db.engine)
        yield app
        with app.app_context():
            for engine in db.engines.values():
                engine.dispose()
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def application(self, path: Path) -> Iterator[Flask]:
        """The same, inside its context, for operations and queries."""
        with self.serving(path) as app, app.app_context():
            yield app
            db.session.remove()


def fill(staff: int) -> None:
    """Build the example city in the application's empty database."""
    # Only here: a process that measures builds no city.
    from trainingtracker.demo import city

    begin("write")
    city.build(staff, SEED)
    db.session.commit()
