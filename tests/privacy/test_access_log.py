"""The access log: who looked at whom, also when the look was part of a request that writes."""

from flask import Flask
from sqlalchemy import select

from tests.cast import Cast
from trainingtracker.extensions import begin, db
from trainingtracker.models import AccessEntry, Person
from trainingtracker.privacy import log_access
from trainingtracker.vocabulary import AccessKind


def looks() -> list[tuple[AccessKind, int | None, int | None]]:
    db.session.rollback()
    begin("read")
    rows = db.session.scalars(select(AccessEntry).order_by(AccessEntry.id)).all()
    found = [(row.kind, row.actor_id, row.person_id) for row in rows]
    db.session.rollback()
    return found


def test_a_look_at_somebody_is_recorded_though_the_reader_changes_nothing(cast: Cast) -> None:
    reader, shown = cast.hr.id, cast.employee.id
    log_access(AccessKind.PERSON_RECORD, actor_id=reader, person_id=shown)
    assert looks() == [(AccessKind.PERSON_RECORD, reader, shown)]


def test_a_look_at_oneself_is_not_recorded(cast: Cast) -> None:
    log_access(AccessKind.PERSON_RECORD, actor_id=cast.hr.id, person_id=cast.hr.id)
    assert looks() == []


def test_a_look_within_a_request_that_writes_is_recorded_when_it_commits(cast: Cast) -> None:
    reader, shown = cast.hr.id, cast.employee.id
    db.session.rollback()
    begin("write")
    person = db.session.get_one(Person, shown)
    log_access(AccessKind.PERSON_RECORD, actor_id=reader, person_id=shown)
    person.language = "en"
    with db.session.begin_nested():
        person.email = "neu@example.org"
    db.session.commit()
    assert looks() == [(AccessKind.PERSON_RECORD, reader, shown)]


def test_a_look_within_a_request_that_is_refused_is_recorded_as_well(
    cast: Cast, app: Flask
) -> None:
    reader, shown = cast.hr.id, cast.employee.id
    db.session.rollback()
    begin("write")
    db.session.get_one(Person, shown)
    log_access(AccessKind.PERSON_RECORD, actor_id=reader, person_id=shown)
    db.session.remove()
    assert looks() == [(AccessKind.PERSON_RECORD, reader, shown)]
