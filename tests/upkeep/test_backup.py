"""Backup and restore on both databases, while others write, and everything that is refused."""

import json
import os
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from rig import postgres
from tests.cast import Cast
from trainingtracker import clock, settings
from trainingtracker.errors import StartError
from trainingtracker.extensions import begin, db
from trainingtracker.models import AuditEntry, Person, Setting
from trainingtracker.upkeep import archive, backup, restore

VERSION = "1.2.3"


@pytest.fixture(autouse=True)
def _programs_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and psql are those of the server that the tests use."""
    binaries = postgres.binaries()
    if binaries:
        monkeypatch.setenv("PATH", f"{binaries}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "backup.zip"


def make(file: Path) -> archive.Manifest:
    db.session.rollback()
    return backup.make(db.engine, file, VERSION, clock.now())


def put_back(file: Path, app: Flask) -> restore.Restored:
    db.session.remove()
    return restore.replace(db.engine, file, Path(app.instance_path), VERSION, clock.now())


def people() -> int:
    found = db.session.scalar(select(func.count()).select_from(Person)) or 0
    db.session.rollback()
    return found


def test_what_was_there_is_there_again(app: Flask, cast: Cast, file: Path) -> None:
    before, person_id, name = people(), cast.employee.id, cast.employee.last_name
    manifest = make(file)
    assert (manifest.version, manifest.engine) == (VERSION, db.engine.dialect.name)
    cast.employee.last_name = "Verändert"
    settings.put("administration_name_de", "Danach")
    db.session.commit()
    done = put_back(file, app)
    assert not done.needs_migration
    assert people() == before
    assert db.session.get_one(Person, person_id).last_name == name
    assert settings.get("administration_name_de") == settings.DEFAULTS["administration_name_de"]
    # The triggers that guard the audit and the sequences are back as well.
    with pytest.raises(Exception, match="append-only"):
        db.session.execute(db.update(AuditEntry).values(row_id=1))
    db.session.rollback()
    db.session.add(Person(last_name="Neu", sort_key="neu", search_text="neu"))
    db.session.commit()


def test_the_state_before_is_kept_and_can_be_put_back(app: Flask, cast: Cast, file: Path) -> None:
    make(file)
    settings.put("administration_name_de", "Danach")
    db.session.commit()
    kept = put_back(file, app).kept
    assert kept is not None
    assert kept.parent == Path(app.instance_path)
    put_back(kept, app)
    assert settings.get("administration_name_de") == "Danach"


def test_it_is_of_one_moment_while_others_write(app: Flask, cast: Cast, file: Path) -> None:
    """A writer keeps two settings equal, each pair in one transaction; no backup sees half."""
    enough, stop = Event(), Event()

    def write() -> None:
        with app.app_context():
            number = 0
            while not stop.is_set():
                number += 1
                begin("write")
                settings.put("small_group", number)
                settings.put("expiring_days", number)
                db.session.commit()
                if number == 20:
                    enough.set()

    db.session.rollback()
    writer = Thread(target=write)
    writer.start()
    try:
        enough.wait(timeout=60)
        make(file)
    finally:
        stop.set()
        writer.join()
    newest = settings.get("small_group")
    put_back(file, app)
    kept = settings.several("small_group", "expiring_days")
    assert 20 <= kept["small_group"] == kept["expiring_days"] <= newest


def test_no_key_and_no_settings_of_the_machine_are_in_it(
    app: Flask, cast: Cast, file: Path
) -> None:
    make(file)
    assert file.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(file) as opened:
        assert set(opened.namelist()) == {"manifest.json", archive.MEMBERS[db.engine.dialect.name]}
    key = (Path(app.instance_path) / "secret_key").read_bytes()
    assert key not in file.read_bytes()


@pytest.mark.usefixtures("cast")
def test_a_file_that_is_there_is_never_overwritten(file: Path) -> None:
    file.write_text("yesterday's backup")
    with pytest.raises(StartError, match="There is a file"):
        make(file)
    assert file.read_text() == "yesterday's backup"


@pytest.mark.usefixtures("cast")
def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="There is no folder"):
        make(tmp_path / "nowhere" / "backup.zip")


def changed(file: Path, **values: object) -> Path:
    """The backup with other words in its manifest."""
    target = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "manifest.json":
                content = json.dumps(json.loads(content) | values).encode()
            new.writestr(name, content)
    return target


def damaged(file: Path) -> Path:
    target = file.with_name("damaged.zip")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    target.write_bytes(content)
    return target


def shortened(file: Path) -> Path:
    target = file.with_name("short.zip")
    target.write_bytes(file.read_bytes()[:2000])
    return target


REFUSED = {
    "newer": (lambda file: changed(file, revision="ffff", version="9.0"), "newer version"),
    "other sum": (lambda file: changed(file, sha256="0" * 64), "damaged"),
    "other format": (lambda file: changed(file, format=2), "newer version"),
    "damaged": (damaged, "damaged"),
    "shortened": (shortened, "damaged"),
    "missing": (lambda file: file.with_name("missing.zip"), "There is no file"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_cannot_be_trusted_is_refused_and_nothing_changes(
    why: str, app: Flask, cast: Cast, file: Path
) -> None:
    alter, said = REFUSED[why]
    make(file)
    settings.put("administration_name_de", "Danach")
    db.session.commit()
    with pytest.raises(StartError, match=said):
        put_back(alter(file), app)
    assert settings.get("administration_name_de") == "Danach"
    assert not list(Path(app.instance_path).glob("before-restore-*"))


def test_a_backup_of_the_other_database_is_refused(app: Flask, cast: Cast, file: Path) -> None:
    make(file)
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[db.engine.dialect.name]
    with pytest.raises(StartError, match=r"SQLite.*PostgreSQL|PostgreSQL.*SQLite"):
        put_back(changed(file, engine=other), app)


@pytest.mark.parametrize("database_engine", ["sqlite"])
def test_a_damaged_database_is_moved_aside_and_replaced(app: Flask, cast: Cast, file: Path) -> None:
    before = people()
    make(file)
    database = Path(str(db.engine.url.database))
    db.session.remove()
    db.engine.dispose()
    database.write_bytes(b"Urlaubsplanung 2026\n" * 500)
    for ending in ("-wal", "-shm"):
        database.with_name(database.name + ending).unlink(missing_ok=True)
    kept = put_back(file, app).kept
    assert kept is not None
    assert kept.read_bytes().startswith(b"Urlaubsplanung")
    assert people() == before


@pytest.mark.parametrize("database_engine", ["sqlite"])
def test_a_missing_database_is_made(app: Flask, cast: Cast, file: Path) -> None:
    before = people()
    make(file)
    database = Path(str(db.engine.url.database))
    db.session.remove()
    db.engine.dispose()
    for part in database.parent.glob(f"{database.name}*"):
        part.unlink()
    assert put_back(file, app).kept is None
    assert people() == before


@pytest.mark.parametrize("database_engine", ["sqlite"])
def test_a_damaged_database_is_not_backed_up_as_if_it_were_well(
    app: Flask, cast: Cast, file: Path
) -> None:
    database = Path(str(db.engine.url.database))
    db.session.remove()
    db.engine.dispose()
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("DELETE FROM unit")
        connection.commit()
    with pytest.raises(StartError, match="points nowhere"):
        make(file)
    assert not file.exists()


@pytest.mark.parametrize("database_engine", ["postgresql"])
def test_missing_programs_are_named(
    cast: Cast, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr("trainingtracker.upkeep.postgresql._FOLDERS", ())
    with pytest.raises(StartError, match="postgresql-client"):
        make(file)
    assert not file.exists()


@pytest.mark.parametrize("database_engine", ["postgresql"])
def test_tables_of_a_newer_version_do_not_stay_behind(app: Flask, cast: Cast, file: Path) -> None:
    make(file)
    with db.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE novelty (id integer, FOREIGN KEY (id)"
                                   " REFERENCES person (id))")  # fmt: skip
    put_back(file, app)
    assert "novelty" not in db.inspect(db.engine).get_table_names()


def test_settings_come_back_as_rows(app: Flask, cast: Cast, file: Path) -> None:
    settings.put("administration_name_de", "Öffentliche Verwaltung – „Mitte“")
    db.session.commit()
    make(file)
    db.session.delete(db.session.get_one(Setting, "administration_name_de"))
    db.session.commit()
    put_back(file, app)
    assert settings.get("administration_name_de") == "Öffentliche Verwaltung – „Mitte“"
