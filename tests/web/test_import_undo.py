"""Taking a list back: everything as before, unless something was built on it."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.cast import Cast, a_course, an_offering, assigned
from tests.conftest import CountQueries, SignIn
from tests.exchange.lists import applied
from tests.support.pages import errors_of
from tests.web.test_imports import HEADINGS, LIST, bring_in, finish, people_named, run, sent
from trainingtracker import privacy
from trainingtracker.extensions import db
from trainingtracker.models import (
    Assignment,
    AuditEntry,
    Course,
    CourseOutcome,
    ImportContent,
    OutgoingMail,
    Person,
    Unit,
)
from trainingtracker.vocabulary import ImportStatus, MailStatus

COURSE = [
    ["Kürzel", "Titel", "UE", "Themenfeld", "Vermittelt"],
    ["BSP-1", "Polnisch", 8, "Fremdsprachen", "pol:A1"],
]


@pytest.fixture
def hr(app: Flask, cast: Cast, sign_in: SignIn) -> Iterator[FlaskClient]:
    cast.hr.language = "en"
    db.session.commit()
    yield sign_in(cast.hr)
    finish(app)


def brought_in(app: Flask, browser: FlaskClient, rows: object, kind: str = "people") -> str:
    address = sent(app, browser, rows, kind=kind)
    assert bring_in(app, browser, address).status_code == 303
    return address


def taken_back(app: Flask, browser: FlaskClient, address: str) -> int:
    browser.get(f"{address}/undo")
    status = browser.post(f"{address}/undo").status_code
    finish(app)
    db.session.rollback()
    return status


def facts() -> list[tuple[object, ...]]:
    """Everybody, and where they are on record, as it is known now."""
    query = (
        select(Person.personnel_number, Person.last_name, Person.entry, Assignment.unit_id)
        .add_columns(Assignment.since, Assignment.until)
        .outerjoin(Assignment, (Assignment.person_id == Person.id) & Assignment.known())
        .order_by(Person.id, Assignment.since)
    )
    return [tuple(row) for row in db.session.execute(query)]


def test_everything_is_as_before(app: Flask, cast: Cast, hr: FlaskClient) -> None:
    unit = "15.23"
    applied("people", [[*HEADINGS, "OE"], [*LIST[1], ""]])
    before = facts()
    changed = [
        [*HEADINGS, "OE"], ["00770001", "Yılmaz", "Aylin", "01.02.2019", unit], [*LIST[2], unit],
    ]  # fmt: skip
    address = brought_in(app, hr, changed)
    assert facts() != before
    page = hr.get(f"{address}/undo").text
    assert "Nothing has been built on this list yet" in page
    assert taken_back(app, hr, address) == 303
    assert facts() == before
    found = run()
    assert (found.status, found.undone_by_id) == (ImportStatus.UNDONE, cast.hr.id)
    assert db.session.scalar(select(func.count(ImportContent.run_id))) == 0
    last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert last is not None
    assert last.actor_id == cast.hr.id
    assert "Taken back by Hanna Rieck" in hr.get(address).text


def test_a_list_on_which_something_was_built_stays(app: Flask, hr: FlaskClient) -> None:
    address = brought_in(app, hr, LIST)
    person = db.session.scalars(select(Person).where(Person.last_name == "Berg")).one()
    person.first_name = "Jana"
    db.session.commit()
    page = hr.get(f"{address}/undo").text
    assert "People changed since: 1 (for example Jana Berg)." in page
    answer = hr.post(f"{address}/undo")
    assert answer.status_code == 422
    assert "cannot be taken back any more" in errors_of(answer.text)
    assert people_named("Öztürk", "Berg") == 2


def test_what_refers_to_new_rows_stands_in_the_way(app: Flask, hr: FlaskClient) -> None:
    address = brought_in(app, hr, LIST)
    person = db.session.scalars(select(Person).where(Person.last_name == "Berg")).one()
    assigned(person, db.session.scalars(select(Unit).where(Unit.number == "15")).one())
    db.session.commit()
    page = hr.get(f"{address}/undo").text
    assert "Assignments to units that belong to what the list has added: 1" in page


def test_lists_are_taken_back_the_last_first(app: Flask, hr: FlaskClient) -> None:
    first = brought_in(app, hr, LIST[:2])
    second = brought_in(app, hr, [HEADINGS, ["00770001", "Yılmaz", "Aylin", "01.02.2019"]])
    assert taken_back(app, hr, first) == 422
    assert taken_back(app, hr, second) == 303
    assert people_named("Öztürk") == 1
    assert taken_back(app, hr, first) == 303
    assert people_named("Öztürk") == 0


def test_courses_with_all_that_belongs_to_them_are_taken_back(
    app: Flask, cast: Cast, hr: FlaskClient
) -> None:
    def catalogue() -> list[tuple[object, ...]]:
        courses = select(Course.code, Course.title_de, Course.status).order_by(Course.id)
        outcomes = select(CourseOutcome.course_id, CourseOutcome.level_id)
        return [tuple(row) for query in (courses, outcomes) for row in db.session.execute(query)]

    before = catalogue()
    other = cast.english.code
    rows = [*COURSE, [other, "Neuer Titel", 12, "Fremdsprachen", "eng:B2"]]
    address = brought_in(app, hr, rows, kind="courses")
    assert catalogue() != before
    assert taken_back(app, hr, address) == 303
    assert sorted(map(str, catalogue())) == sorted(map(str, before))


def test_the_page_says_what_becomes_of_enrolments_and_of_messages(
    app: Flask, cast: Cast, hr: FlaskClient
) -> None:
    offering = an_offering(a_course("PL-1", "Polnisch"))
    db.session.commit()
    people = (cast.employee, cast.colleague)
    rows = [
        ["Veranstaltung", "Personalnummer"],
        *([offering.number, person.personnel_number] for person in people),
    ]
    address = brought_in(app, hr, rows, kind="enrolments")
    mail = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).first()
    assert mail is not None
    mail.status = MailStatus.SENT
    db.session.commit()
    page = hr.get(f"{address}/undo").text
    assert "2 enrolments that the list has begun end. Their history stays." in page
    assert "messages that have not been sent yet are withdrawn." in page
    assert "1 message that has been sent stays." in page
    assert taken_back(app, hr, address) == 303
    assert run().status is ImportStatus.UNDONE


def test_the_number_of_queries_does_not_depend_on_the_length(
    app: Flask, hr: FlaskClient, count_queries: CountQueries
) -> None:
    short = brought_in(app, hr, LIST)
    many = [[f"{n:08}", f"Nachname {n}", "Vorname", ""] for n in range(1, 300)]
    long = brought_in(app, hr, [HEADINGS, *many])
    numbers = []
    for address in (short, long):
        with count_queries() as queries:
            assert hr.get(f"{address}/undo").status_code == 200
        numbers.append(queries.number)
    assert len(set(numbers)) == 1


def test_nothing_is_noted_where_nobody_keeps_a_journal(app_context: Flask, cast: Cast) -> None:
    with privacy.journal() as written:
        cast.employee.first_name = "Ella"
        db.session.flush()
    cast.employee.first_name = "Elle"
    db.session.flush()
    (change,) = written
    assert (change.table, change.rows[0][0]) == ("person", cast.employee.id)
