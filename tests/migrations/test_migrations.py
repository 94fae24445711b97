"""The migrations on both databases: from empty, against the models, down and up with rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import Engine, func, inspect, select, text
from sqlalchemy.exc import DatabaseError

from tests.cast import a_holding, an_enrolment, assemble
from tests.support.databases import Databases
from trainingtracker import clock
from trainingtracker.app import create_app
from trainingtracker.extensions import db
from trainingtracker.models import (
    AuditEntry,
    EnrolmentEvent,
    ImportContent,
    ImportLine,
    ImportRun,
    Level,
    OutgoingMail,
)
from trainingtracker.upkeep.revisions import Revisions
from trainingtracker.vocabulary import (
    Action,
    Channel,
    ImportStatus,
    LineKind,
    ListKind,
    MailStatus,
    Status,
)

# Filled by the migrations themselves, and the one that says how far they are.
REFERENCE = {"alembic_version", "scale", "level", "language", "competence", "topic"}


@contextmanager
def application(url: str, folder: Path) -> Iterator[Flask]:
    """An application on a database, inside its context."""
    options = {"connect_args": {"timeout": 30}} if url.startswith("sqlite") else {}
    app = create_app(folder, {"SQLALCHEMY_DATABASE_URI": url, "SQLALCHEMY_ENGINE_OPTIONS": options})
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def empty(database_engine: str, databases: Databases, instance: Path) -> Iterator[Flask]:
    """An application on a database without any table."""
    with databases.empty(database_engine) as url, application(url, instance) as app:
        yield app


def rows(engine: Engine) -> dict[str, int]:
    """How many rows each table has."""
    with engine.connect() as connection:
        return {
            name: connection.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0
            for name in inspect(connection).get_table_names()
        }


def test_an_empty_database_is_migrated_to_what_the_models_say(empty: Flask) -> None:
    upgrade()
    check()
    assert db.session.scalar(select(func.count()).select_from(Level))


def test_migrating_twice_changes_nothing(empty: Flask) -> None:
    upgrade()
    before = rows(db.engine)
    upgrade()
    assert rows(db.engine) == before


def test_every_step_down_and_up_again_keeps_the_rows(app_context: Flask) -> None:
    cast = assemble()
    an_enrolment(cast.employee, cast.english_offering)
    a_holding(cast.employee, "eng", "A2")
    db.session.commit()
    db.session.remove()
    everything = rows(db.engine)
    assert everything["person"] > 20
    # The first revision makes the tables; below it there is nothing to keep.
    above = everything
    for _ in range(len(Revisions.shipped().known) - 1):
        downgrade()
        here = rows(db.engine)
        assert {name: everything[name] for name in here if name in everything} == here
        upgrade(revision="+1")
        assert rows(db.engine) == above
        downgrade()
        above = here
    downgrade(revision="base")
    assert set(rows(db.engine)) <= {"alembic_version"}
    upgrade()
    check()
    again = rows(db.engine)
    assert {name: again[name] for name in REFERENCE} == {
        name: everything[name] for name in REFERENCE
    }
    assert again["person"] == 0


def test_lists_that_a_command_brought_in_do_not_stop_the_way_back(app_context: Flask) -> None:
    cast = assemble()
    rows_of_runs = {"list_kind": ListKind.PEOPLE, "file_name": "Personal.xlsx", "size": 1}
    by_command = ImportRun(**rows_of_runs, status=ImportStatus.APPLIED)
    undone = ImportRun(**rows_of_runs, status=ImportStatus.UNDONE, uploaded_by_id=cast.hr.id)
    db.session.add_all([by_command, undone])
    db.session.flush()
    kept = undone.id
    for run in (by_command, undone):
        db.session.add(ImportContent(run_id=run.id, content=b"x"))
        db.session.add_all(
            ImportLine(
                run_id=run.id, position=at, kind=kind, sheet="", name="", value="", detail={}
            )
            for at, kind in enumerate((LineKind.NEW, LineKind.MISSING))
        )
    db.session.commit()
    db.session.remove()
    downgrade(revision="0002")
    with db.engine.connect() as connection:
        runs = connection.execute(text("SELECT id, status FROM import_run")).all()
        lines = connection.execute(text("SELECT run_id, kind FROM import_line")).all()
    assert runs == [(kept, "discarded")]
    assert lines == [(kept, "new")]
    upgrade()
    check()


def test_lists_that_were_taken_back_do_not_stop_the_way_back(app_context: Flask) -> None:
    cast = assemble()
    taken_back = an_enrolment(cast.employee, cast.english_offering, Status.WITHDRAWN)
    db.session.flush()
    db.session.add_all(
        [
            EnrolmentEvent(
                enrolment_id=taken_back.id,
                action=Action.TAKE_BACK,
                from_status=Status.CONFIRMED,
                to_status=Status.WITHDRAWN,
                effective_at=clock.now(),
            ),
            OutgoingMail(
                person_id=cast.employee.id,
                channel=Channel.EMAIL,
                kind="confirmed",
                language="de",
                subject="",
                body="",
                status=MailStatus.WITHDRAWN,
            ),
        ]
    )
    db.session.commit()
    db.session.remove()
    downgrade(revision="0003")
    with db.engine.connect() as connection:
        actions = connection.execute(text("SELECT action FROM enrolment_event")).all()
        mails = connection.execute(text("SELECT id FROM outgoing_mail")).all()
    assert actions[-1] == ("correct",)
    assert not mails
    upgrade()
    check()


def test_the_database_refuses_to_change_the_audit(app_context: Flask) -> None:
    assemble()
    db.session.commit()
    entry_id = db.session.scalar(select(AuditEntry.id).limit(1))
    for statement in (
        f"UPDATE audit_entry SET row_id = 1 WHERE id = {entry_id}",
        f"DELETE FROM audit_entry WHERE id = {entry_id}",
    ):
        with pytest.raises(DatabaseError, match=r"append-only|must be kept"):
            db.session.execute(text(statement))
        db.session.rollback()


def test_the_refusal_is_there_again_after_down_and_up(empty: Flask) -> None:
    upgrade()
    downgrade(revision="base")
    upgrade()
    assemble()
    db.session.commit()
    with pytest.raises(DatabaseError, match="append-only"):
        db.session.execute(text("UPDATE audit_entry SET row_id = 1"))
    db.session.rollback()
