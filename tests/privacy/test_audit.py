"""One audit row per changed row, whoever writes it and however."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import DatabaseError

from tests.cast import Cast
from trainingtracker import settings
from trainingtracker.extensions import begin, db
from trainingtracker.models import AccessEntry, Assignment, AuditEntry, Course, Person
from trainingtracker.privacy import bulk_insert, bulk_update, log_access
from trainingtracker.vocabulary import AccessKind, ChangeKind


def entries(table: str, row_id: int) -> list[AuditEntry]:
    return list(
        db.session.scalars(
            select(AuditEntry)
            .where(AuditEntry.table_name == table, AuditEntry.row_id == row_id)
            .order_by(AuditEntry.id)
        )
    )


def test_a_change_names_actor_field_before_and_after(cast: Cast) -> None:
    db.session.info["actor"] = cast.hr.id
    cast.english.attendance_threshold = 75
    db.session.commit()
    entry = entries("course", cast.english.id)[-1]
    assert entry.actor_id == cast.hr.id
    assert entry.kind is ChangeKind.UPDATE
    assert entry.changes == {"attendance_threshold": [80, 75]}


def test_a_personal_field_is_named_without_its_value(cast: Cast) -> None:
    cast.employee.email = "neu@example.org"
    db.session.commit()
    assert entries("person", cast.employee.id)[-1].changes == {"email": None}


def test_saving_without_a_change_leaves_no_entry(cast: Cast) -> None:
    before = db.session.scalar(select(func.count()).select_from(AuditEntry))
    cast.english.provider = cast.english.provider
    db.session.commit()
    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == before


def test_a_deleted_row_leaves_what_it_was(cast: Cast) -> None:
    trainer = cast.english_offering.trainers[0]
    row_id, person_id = trainer.id, trainer.person_id
    db.session.delete(trainer)
    db.session.commit()
    entry = entries("offering_trainer", row_id)[-1]
    assert entry.kind is ChangeKind.DELETE
    assert entry.changes["person_id"] == [person_id, None]


def test_a_bulk_insert_is_audited_row_by_row(cast: Cast) -> None:
    db.session.info["actor"] = cast.hr.id
    rows = [
        {"person_id": cast.guest.id, "unit_id": unit.id, "since": date(2026, 1, 1)}
        for unit in (cast.unit_15, cast.unit_23)
    ]
    ids = bulk_insert(Assignment, rows)
    db.session.commit()
    assert db.session.get_one(Assignment, ids[1]).unit_id == cast.unit_23.id
    entry, other = (entries("assignment", row_id)[0] for row_id in ids)
    assert entry.at == other.at
    assert (entry.kind, entry.actor_id) == (ChangeKind.INSERT, cast.hr.id)
    assert entry.changes["unit_id"] == [None, cast.unit_15.id]


def test_a_bulk_update_is_audited_where_something_changed(cast: Cast) -> None:
    first, second = cast.english, cast.funding
    before = {course.id: len(entries("course", course.id)) for course in (first, second)}
    bulk_update(
        Course,
        [
            {"id": first.id, "provider": "VHS"},
            {"id": second.id, "provider": second.provider},
        ],
    )
    db.session.commit()
    assert db.session.get_one(Course, first.id).provider == "VHS"
    assert entries("course", first.id)[-1].changes == {"provider": ["", "VHS"]}
    assert len(entries("course", first.id)) == before[first.id] + 1
    assert len(entries("course", second.id)) == before[second.id]


def test_a_bulk_update_of_a_personal_field_keeps_the_value_out(cast: Cast) -> None:
    bulk_update(Person, [{"id": cast.employee.id, "first_name": "Eric"}])
    assert entries("person", cast.employee.id)[-1].changes == {"first_name": None}


@pytest.mark.parametrize("table", ["audit_entry", "access_entry", "enrolment_event", "approval"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_refuses_to_change_the_record(cast: Cast, table: str, statement: str) -> None:
    rows = {
        "audit_entry": "",
        "access_entry": (
            "INSERT INTO access_entry (at, kind, filters) VALUES (CURRENT_TIMESTAMP, 'team', '{}')"
        ),
        "enrolment_event": (
            "INSERT INTO enrolment_event (enrolment_id, action, to_status, effective_at,"
            " recorded_at, reason, late) VALUES (1, 'request', 'requested', CURRENT_TIMESTAMP,"
            " CURRENT_TIMESTAMP, '', false)"
        ),
        "approval": (
            "INSERT INTO approval (enrolment_id, decision, decided_by_id, decided_at, reason)"
            f" VALUES (1, 'approved', {cast.hr.id}, CURRENT_TIMESTAMP, '')"
        ),
    }
    db.session.execute(
        text(
            "INSERT INTO enrolment (id, offering_id, person_id, status, requested_at, version)"
            f" VALUES (1, {cast.english_offering.id}, {cast.employee.id}, 'requested',"
            " CURRENT_TIMESTAMP, 1)"
        )
    )
    if rows[table]:
        db.session.execute(text(rows[table]))
    with pytest.raises(DatabaseError, match=r"append-only|must be kept"):
        db.session.execute(text(statement.format(table)))


def test_what_is_older_than_its_retention_may_be_deleted(cast: Cast) -> None:
    settings.put("retention_access_days", 30)
    db.session.flush()
    for at in ("2020-01-01 00:00:00", "2020-01-02 00:00:00"):
        db.session.execute(
            text(f"INSERT INTO access_entry (at, kind, filters) VALUES ('{at}', 'team', '{{}}')")
        )
    db.session.execute(text("DELETE FROM access_entry"))
    assert db.session.scalars(select(AccessEntry)).all() == []


def test_a_look_is_logged_even_when_the_reader_rolls_back(cast: Cast) -> None:
    begin_reading = db.session.scalars(select(Person.id)).all()
    log_access(AccessKind.PERSON_RECORD, actor_id=cast.hr.id, person_id=cast.employee.id)
    db.session.rollback()
    entry = db.session.scalars(select(AccessEntry)).one()
    assert begin_reading
    assert (entry.actor_id, entry.person_id) == (cast.hr.id, cast.employee.id)


def test_looking_at_oneself_is_not_logged(cast: Cast) -> None:
    db.session.rollback()
    begin("read")
    log_access(AccessKind.PERSON_RECORD, actor_id=cast.hr.id, person_id=cast.hr.id)
    assert db.session.scalars(select(AccessEntry)).all() == []


def test_rows_are_written_in_the_order_of_their_ids_whatever_the_order_of_the_list(
    cast: Cast,
) -> None:
    written: list[int] = []

    def note(
        _connection: object, _cursor: object, statement: str, parameters: Any, *_: Any
    ) -> None:
        if statement.startswith("UPDATE person "):
            written.extend(row[-1] if isinstance(row, tuple) else row["_id"] for row in parameters)

    people = sorted([cast.hr.id, cast.employee.id, cast.colleague.id], reverse=True)
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        bulk_update(Person, [{"id": each, "first_name": f"Neu {each}"} for each in people])
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert written == sorted(people)
    assert db.session.get_one(Person, people[0]).first_name == f"Neu {people[0]}"
