"""An older SQLite database is copied aside before it is migrated, and survives what goes wrong."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.support.applications import on
from tests.support.databases import Databases
from trainingtracker import config
from trainingtracker.app import create_app
from trainingtracker.cli.ready import make_ready
from trainingtracker.errors import StartError
from trainingtracker.extensions import db
from trainingtracker.upkeep.revisions import Revisions

NEXT = """
from alembic import op

revision = "9999"
down_revision = "{newest}"

def upgrade():
    op.execute("CREATE TABLE novelty (id INTEGER PRIMARY KEY)")
    {then}

def downgrade():
    op.execute("DROP TABLE novelty")
"""


@pytest.fixture
def database(tmp_path: Path, databases: Databases) -> Path:
    """A database of this version with a row of somebody's work."""
    file = tmp_path / "instance" / "trainingtracker.sqlite3"
    file.parent.mkdir()
    shutil.copyfile(databases.template("sqlite"), file)
    with sqlite3.connect(file) as connection:
        connection.execute("INSERT INTO setting (name, value) VALUES ('small_group', '7')")
    connection.close()
    return file


@pytest.fixture
def later_version(
    tmp_path: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Flask]:
    """The program as it will be with one migration more."""
    migrations = tmp_path / "migrations"
    shutil.copytree(config.resource_folder("migrations"), migrations)
    text = NEXT.format(newest=Revisions.shipped().newest, then="")
    (migrations / "versions" / "next.py").write_text(text)
    shipped = config.resource_folder
    monkeypatch.setattr(
        config,
        "resource_folder",
        lambda name: migrations if name == "migrations" else shipped(name),
    )
    app = create_app(database.parent, on(f"sqlite:///{database}"))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def content(file: Path) -> tuple[str, str]:
    """The revision and the row of somebody's work."""
    connection = sqlite3.connect(file)
    (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    (value,) = connection.execute("SELECT value FROM setting WHERE name = 'small_group'").fetchone()
    connection.close()
    return revision, value


def copies(database: Path) -> list[Path]:
    return [file for file in database.parent.glob("*.sqlite3") if file != database]


def test_an_older_database_is_kept_beside_the_migrated_one(
    later_version: Flask, database: Path
) -> None:
    before = content(database)
    make_ready(db.engine)
    assert content(database) == ("9999", before[1])
    (copy,) = copies(database)
    assert content(copy) == before
    assert before[0] in copy.name


def test_a_database_of_this_version_is_not_copied(later_version: Flask, database: Path) -> None:
    make_ready(db.engine)
    make_ready(db.engine)
    assert len(copies(database)) == 1


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    later_version: Flask, database: Path
) -> None:
    before = content(database)
    versions = config.resource_folder("migrations") / "versions"
    text = NEXT.format(newest=before[0], then='op.execute("INSERT INTO nowhere VALUES (1)")')
    (versions / "next.py").write_text(text)
    with pytest.raises(StartError, match="is as it was"):
        make_ready(db.engine)
    assert content(database) == before
