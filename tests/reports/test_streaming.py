"""Reports are read from the database bit by bit, all of it as it was at one moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert, select, text

from tests.cast import Cast, competence_at
from trainingtracker import clock
from trainingtracker.extensions import begin, db
from trainingtracker.models import Assignment, Holding, ImportedParticipation, Person
from trainingtracker.reports.asking import ask
from trainingtracker.reports.attainment import ATTAINMENT
from trainingtracker.reports.registry import REPORTS
from trainingtracker.reports.rendering.excel import workbook
from trainingtracker.reports.report import Filters, Question, Report
from trainingtracker.reports.scopes import COMMAND_LINE
from trainingtracker.vocabulary import Basis, Evidence, PersonKind, Result

PEOPLE = 1200
# What a query may bring at once; the tables that are read below have more rows.
AT_ONCE = 600

on_a_server = pytest.mark.parametrize("database_engine", ["postgresql"])


@pytest.fixture
def crowd(cast: Cast) -> Cast:
    """Many people, each with a unit, a participation and a holding that soon expires."""
    today, now = clock.today(), clock.now()
    competence, level = competence_at("eng", "B1")
    ids = range(100_000, 100_000 + PEOPLE)
    unit_id = db.session.scalar(
        select(Assignment.unit_id).where(Assignment.person_id == cast.employee.id)
    )
    facts: dict[type, Any] = {
        Person: lambda id_: {
            "id": id_,
            "kind": PersonKind.STAFF,
            "personnel_number": f"{id_:08d}",
            "last_name": "Nachname",
            "first_name": "Vorname",
            "sort_key": f"nachname {id_}",
            "search_text": "",
            "lock_counter": 0,
            "version": 1,
        },
        Assignment: lambda id_: {
            "person_id": id_,
            "unit_id": unit_id,
            "since": date(2020, 1, 1),
            "recorded_at": now,
        },
        ImportedParticipation: lambda id_: {
            "person_id": id_,
            "course_id": cast.english.id,
            "held_on": date(2024, 1, 1),
            "result": Result.PASSED,
            "source": "",
            "recorded_at": now,
        },
        Holding: lambda id_: {
            "person_id": id_,
            "competence_id": competence.id,
            "level_id": level.id,
            "evidence": Evidence.CERTIFICATE,
            "basis": Basis.OFFICIAL,
            "since": date(2024, 1, 1),
            "until": today + timedelta(days=20),
            "recorded_at": now,
        },
    }
    for model, fact in facts.items():
        db.session.execute(insert(model), [fact(id_) for id_ in ids])
    db.session.commit()
    return cast


def asked(report: Report, cast: Cast) -> Question:
    today = clock.today()
    filters = Filters(today, names=True, year=today.year, offering_id=cast.english_offering.id)
    return ask(report, filters, COMMAND_LINE, "de", "Hanna Rieck")


@contextmanager
def brought() -> Iterator[list[int]]:
    """How many rows each query has brought from the server when its first one is read."""
    found: list[int] = []

    def ran(_connection: Any, cursor: Any, *_rest: Any) -> None:
        # Of what stays on the server nobody knows yet how much it is.
        found.append(cursor.rowcount)

    event.listen(Engine, "after_cursor_execute", ran)
    try:
        yield found
    finally:
        event.remove(Engine, "after_cursor_execute", ran)


@on_a_server
def test_no_query_brings_all_rows_of_a_long_table_at_once(crowd: Cast) -> None:
    begin("snapshot")
    long = set()
    for report in REPORTS.values():
        question = asked(report, crowd)
        for table in report.tables_for(question):
            if not table.to_read:
                with brought() as numbers:
                    rows = sum(1 for _ in table.rows(question))
                assert max(numbers, default=0) <= AT_ONCE, (report.key, table.key)
                long |= {(report.key, table.key)} if rows > AT_ONCE else set()
    of_attainment = {("attainment", key) for key in ("matrix", "participations", "holdings")}
    assert of_attainment | {("expiring_holdings", "expiring")} <= long


@on_a_server
def test_a_workbook_tells_of_the_moment_of_its_first_piece(crowd: Cast) -> None:
    begin("snapshot")
    question = asked(ATTAINMENT, crowd)
    file = workbook(ATTAINMENT, question)
    next(file.pieces)
    assert file.rows["participations"] == 0
    for setting, value in (("isolation", "repeatable read"), ("read_only", "on")):
        assert db.session.scalar(text(f"SHOW transaction_{setting}")) == value
    with db.engine.begin() as meanwhile:
        meanwhile.execute(text("DELETE FROM imported_participation WHERE person_id > 100300"))
    for _ in file.pieces:
        pass
    assert file.rows["participations"] == PEOPLE
