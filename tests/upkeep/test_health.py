"""`trainingtracker check`: what is looked at, and what is said where something is wrong."""

import json
import shutil
from collections import namedtuple
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from flask import Flask
from sqlalchemy import text

from rig.places import free_port
from tests.cli.installation import Installation
from tests.support.databases import Databases
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.upkeep import heartbeat
from trainingtracker.upkeep.health import Finding, examine, failing

PARTS = ["configuration", "database", "migrations", "mail", "disk", "worker"]


def findings(app: Flask) -> dict[str, Finding]:
    db.session.rollback()
    found = examine(app.config, Path(app.instance_path), db.engine, clock.now())
    return {finding.part: finding for finding in found}


def wrong(app: Flask) -> dict[str, str]:
    return {part: finding.text for part, finding in findings(app).items() if not finding.ok}


@pytest.fixture
def well(app_context: Flask) -> Flask:
    """An installation of which nothing is wrong: its worker has just run."""
    heartbeat.beat(Path(app_context.instance_path), clock.now(), timedelta(seconds=30))
    return app_context


def test_all_is_well(well: Flask) -> None:
    assert list(findings(well)) == PARTS
    assert wrong(well) == {}


def test_a_worker_that_never_ran_is_told(app_context: Flask) -> None:
    assert "never run" in wrong(app_context)["worker"]


def test_a_worker_that_stopped_is_told(app_context: Flask) -> None:
    instance = Path(app_context.instance_path)
    heartbeat.beat(instance, clock.now() - timedelta(hours=1), timedelta(seconds=30))
    assert "ran last on" in wrong(app_context)["worker"]
    # A timer may start it once an hour.
    heartbeat.beat(instance, clock.now() - timedelta(hours=1), None)
    assert wrong(app_context) == {}


def test_an_unreadable_sign_of_life_is_none(app_context: Flask) -> None:
    (Path(app_context.instance_path) / "worker.json").write_text("{")
    assert "worker" in wrong(app_context)


def test_a_key_that_others_can_read_is_told(well: Flask) -> None:
    key = Path(well.instance_path) / "secret_key"
    key.chmod(0o644)
    assert f"chmod 600 {key}" in wrong(well)["configuration"]


@pytest.mark.parametrize(("revision", "said"), [("ffff", "newer version"), (None, "db upgrade")])
def test_a_database_of_another_version_is_told(
    well: Flask, revision: str | None, said: str
) -> None:
    if revision:
        db.session.execute(text("UPDATE alembic_version SET version_num = 'ffff'"))
    else:
        db.session.execute(text("DELETE FROM alembic_version"))
    db.session.commit()
    assert said in wrong(well)["migrations"]
    assert failing(Path(well.instance_path), db.engine) == "migrations"


def test_little_room_is_told_before_there_is_none(
    well: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", ["total", "used", "free"])
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**12, 0, 300_000_000))
    assert "Only 300 MB are free" in wrong(well)["disk"]
    assert failing(Path(well.instance_path), db.engine) is None


def test_a_mail_server_that_answers_is_well(well: Flask) -> None:
    class Nobody:
        """Takes no message: none is sent."""

    server = Controller(Nobody(), hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        well.config.update(SMTP_HOST="127.0.0.1", SMTP_PORT=server.port)
        assert wrong(well) == {}
        # It offers no encryption, so the setting that asks for it is wrong.
        well.config["SMTP_STARTTLS"] = True
        assert "does not accept us" in wrong(well)["mail"]
    finally:
        server.stop()


def test_a_mail_server_that_is_not_there_is_told(well: Flask) -> None:
    well.config.update(SMTP_HOST="127.0.0.1", SMTP_PORT=free_port())
    assert "Connection refused" in wrong(well)["mail"]


def test_the_command_says_a_line_each_and_ends_with_a_status(
    tmp_path: Path, databases: Databases
) -> None:
    here = Installation.at(tmp_path / "instance")
    nothing = here.run("check")
    assert nothing.returncode == 1
    assert "There is no database" in nothing.stdout
    assert not here.database.exists()
    shutil.copyfile(databases.template("sqlite"), here.database)
    assert here.run("worker", "--once").returncode == 0
    done = here.run("check")
    assert done.returncode == 0, done.stdout
    assert [line.split()[:2] for line in done.stdout.splitlines()] == [["ok", p] for p in PARTS]
    machine = json.loads(here.run("check", "--json").stdout)
    assert [(row["part"], row["ok"]) for row in machine] == [(part, True) for part in PARTS]


def test_a_wrong_setting_is_the_only_finding(tmp_path: Path) -> None:
    done = Installation.at(tmp_path / "instance", SMTP_PORT="twenty-five").run("check")
    assert done.returncode == 1
    assert done.stdout.startswith("WRONG  configuration")
    assert "twenty-five" in done.stdout


def test_a_postgresql_that_does_not_answer_is_told(tmp_path: Path) -> None:
    url = f"postgresql://nobody:geheim@127.0.0.1:{free_port()}/missing"
    done = Installation.at(tmp_path / "instance", DATABASE_URL=url).run("check")
    assert done.returncode == 1
    assert "cannot be reached" in done.stdout
    assert "geheim" not in done.stdout + done.stderr


@pytest.mark.parametrize("storage", ["redis://localhost", "abacus://localhost"])
def test_a_store_of_attempts_that_cannot_be_used_is_told(tmp_path: Path, storage: str) -> None:
    done = Installation.at(tmp_path / "instance", RATE_LIMIT_STORAGE=storage).run("check")
    assert done.returncode == 1
    assert "TRAININGTRACKER_RATE_LIMIT_STORAGE cannot be used" in done.stdout
