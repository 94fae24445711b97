"""Bringing lists in through pages: works, forbidden, missing, invalid."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any, TypeVar

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.cast import Cast
from tests.conftest import CountQueries, SignIn
from tests.exchange.lists import applied, delimited, saved, workbook
from tests.support.frozen import FrozenClock
from tests.support.pages import errors_of, form_with, rows_of
from trainingtracker import clock
from trainingtracker.exchange.runs import operations
from trainingtracker.extensions import db
from trainingtracker.jobs.imports import (
    LEASE,
    MAX_ATTEMPTS,
    forget_old_imports,
    work_on,
    work_on_imports,
)
from trainingtracker.models import (
    AccessEntry,
    AuditEntry,
    ImportContent,
    ImportLine,
    ImportRun,
    ImportWrite,
    Person,
)
from trainingtracker.vocabulary import AccessKind, Gender, ImportStatus
from trainingtracker.web.background import Background

Done = TypeVar("Done")

HEADINGS = ["Personalnummer", "Nachname", "Vorname", "Eintritt"]
LIST = [
    HEADINGS,
    ["00770001", "Öztürk", "Aylin", "01.02.2019"],
    ["00770002", "Berg", "Jan", "2020-01-01"],
]
BROKEN = [HEADINGS, ["00770001", "Öztürk", "Aylin", "31.02.2019"], ["", "Berg", "", ""]]


@pytest.fixture
def hr(app: Flask, cast: Cast, sign_in: SignIn) -> Iterator[FlaskClient]:
    """HR's browser; what goes on after an answer has ended before the database goes."""
    cast.hr.language = "en"
    db.session.commit()
    yield sign_in(cast.hr)
    finish(app)


def finish(app: Flask) -> None:
    found: Background = app.extensions["background"]
    found.finish()


def send(
    browser: FlaskClient, content: Any, name: str = "Personal.xlsx", kind: str = "people"
) -> TestResponse:
    content = content if isinstance(content, bytes) else workbook(Personal=content)
    return browser.post(
        f"/imports/new/{kind}",
        data={"file": (BytesIO(content), name)},
        content_type="multipart/form-data",
    )


def sent(app: Flask, browser: FlaskClient, content: Any, **more: str) -> str:
    """The address of the import after the comparison."""
    answer = send(browser, content, **more)
    assert answer.status_code == 303, errors_of(answer.text)
    finish(app)
    db.session.rollback()
    return answer.location


def run() -> ImportRun:
    """The one import there is."""
    db.session.rollback()
    return db.session.scalars(select(ImportRun)).one()


def bring_in(app: Flask, browser: FlaskClient, address: str) -> TestResponse:
    form = form_with(browser.get(address).text, "outcome")
    answer = browser.post(f"{address}/application", data=form)
    finish(app)
    db.session.rollback()
    return answer


def people_named(*last_names: str) -> int:
    query = select(func.count(Person.id)).where(Person.last_name.in_(last_names))
    return db.session.scalar(query) or 0


def test_a_list_is_compared_shown_and_brought_in(app: Flask, hr: FlaskClient) -> None:
    address = sent(app, hr, LIST)
    page = hr.get(address).text
    assert "Bring in 2 entries" in page
    assert "00770001 Öztürk, Aylin" in rows_of(page)[0]
    assert people_named("Öztürk", "Berg") == 0
    assert bring_in(app, hr, address).status_code == 303
    assert people_named("Öztürk", "Berg") == 2
    page = hr.get(address).text
    assert "What has been written" in page
    assert "Brought in by Hanna Rieck" in page
    history = hr.get("/imports").text
    assert "Personal.xlsx" in rows_of(history)[0]
    assert "Last brought in on" in history


def test_who_is_missing_is_asked_about_and_leaves_on_the_day_that_is_said(
    app: Flask, cast: Cast, hr: FlaskClient
) -> None:
    applied("people", LIST)
    address = sent(app, hr, LIST[:2])
    page = hr.get(f"{address}/leaving").text
    assert "00770002 Berg, Jan" in page
    form = dict(form_with(page, "people-0-number"))
    row = next(n for n in range(50) if form.get(f"people-{n}-number") == "00770002")
    typed = f"people-{row}-last_day"
    refused = hr.post(f"{address}/leaving", data=form | {typed: "30.2."})
    assert refused.status_code == 422
    assert "This is not a date" in errors_of(refused.text)
    assert "30.2." in refused.text
    answer = hr.post(f"{address}/leaving", data=form | {typed: "2026-11-30"})
    assert answer.status_code == 303
    finish(app)
    page = hr.get(f"{address}?show=changed").text
    assert "00770002 Berg, Jan" in rows_of(page)[0]
    assert "30/11/2026" in rows_of(page)[0]
    # Other columns change nothing about who leaves, and what was said can be read and taken back.
    assert "2026-11-30" in hr.get(f"{address}/leaving").text
    assert bring_in(app, hr, address).status_code == 303
    leaver = db.session.scalars(select(Person).where(Person.last_name == "Berg")).one()
    assert leaver.exit == date(2026, 11, 30)
    assert cast.employee.exit is None


def test_what_is_written_is_written_by_whoever_decided(
    app: Flask, cast: Cast, hr: FlaskClient
) -> None:
    bring_in(app, hr, sent(app, hr, LIST))
    actors = db.session.scalars(
        select(AuditEntry.actor_id)
        .join(Person, Person.id == AuditEntry.row_id)
        .where(AuditEntry.table_name == "person", Person.last_name == "Öztürk")
    )
    assert set(actors) == {cast.hr.id}


def test_the_file_of_a_list_that_is_in_is_kept_for_a_time_and_is_never_in_the_audit(
    app: Flask, hr: FlaskClient
) -> None:
    content = workbook(Personal=LIST)
    bring_in(app, hr, sent(app, hr, content))
    assert run().file_hash == sha256(content).hexdigest()
    at_work(forget_old_imports, clock.now() + timedelta(days=29))
    assert db.session.scalar(select(func.count(ImportContent.run_id))) == 1
    at_work(forget_old_imports, clock.now() + timedelta(days=31))
    for table in (ImportContent.run_id, ImportLine.id, ImportWrite.id):
        assert db.session.scalar(select(func.count(table))) == 0
    tables = set(db.session.scalars(select(AuditEntry.table_name).distinct()))
    assert not {name for name in tables if name.startswith("import_")}


def test_changes_are_shown_field_by_field(app: Flask, hr: FlaskClient) -> None:
    applied("people", LIST)
    changed = [HEADINGS, ["00770001", "Yılmaz", "Aylin", "01.02.2019"], LIST[2]]
    page = hr.get(sent(app, hr, changed)).text
    assert "Last name: from Öztürk → to Yılmaz" in rows_of(page)[0]
    found = run()
    assert (found.new, found.changed, found.unchanged, found.problems) == (0, 1, 1, 0)
    address = f"/imports/{found.id}"
    assert "00770002 Berg, Jan" in rows_of(hr.get(f"{address}?show=unchanged").text)[0]
    missing = hr.get(f"{address}?show=missing").text
    assert found.missing == len(rows_of(missing)) > 0
    assert "They stay as they are, unless you say when they leave." in missing


def test_of_a_gender_readers_learn_that_it_changes_and_not_from_what_to_what(
    app: Flask, hr: FlaskClient
) -> None:
    head = [*HEADINGS, "Geschlecht"]
    applied("people", [head, [*LIST[1], "d"]])
    first_time = [head, [*LIST[1], "w"], ["00770009", "Neu", "Nele", "01.02.2019", "d"]]
    address = sent(app, hr, first_time)
    page = hr.get(address).text
    assert "Gender: changes; the value is not shown" in rows_of(page)[0]
    everything = page + hr.get(f"{address}?show=new").text
    assert "Nele" in everything
    for word in ("Women", "Diverse"):
        assert word not in everything
    kept = str(db.session.scalars(select(ImportLine.detail)).all())
    assert "Women" not in kept
    assert "Diverse" not in kept
    bring_in(app, hr, address)
    db.session.expire_all()
    person = db.session.scalars(select(Person).where(Person.personnel_number == LIST[1][0])).one()
    assert person.gender is Gender.FEMALE


def test_every_problem_has_its_row_column_value_and_reason(app: Flask, hr: FlaskClient) -> None:
    address = sent(app, hr, BROKEN)
    page = hr.get(address).text
    first, second = rows_of(page)
    assert first.startswith("Row 2Personal Eintritt 31.02.2019")
    assert second.startswith("Row 3Personal Personalnummer")
    assert "Send the corrected list" in page
    assert "Bring in 2" not in page


def test_problems_can_be_downloaded(app: Flask, hr: FlaskClient) -> None:
    address = sent(app, hr, BROKEN)
    with hr.get(f"{address}/problems.csv") as answer:
        lines = answer.data.decode("utf-8-sig").splitlines()
    assert lines[0] == "Sheet,Row,Column,Value,What is wrong"
    assert lines[1].startswith("Personal,2,Eintritt,31.02.2019,")
    with hr.get(f"{address}/problems.xlsx") as answer:
        book = openpyxl.load_workbook(BytesIO(answer.data))
    one_by_one = book["Problems of the list"]
    assert [cell.value for cell in one_by_one[2]][:4] == ["Personal", 2, "Eintritt", "31.02.2019"]


def test_the_list_with_its_problems_is_corrected_and_sent_again(
    app: Flask, hr: FlaskClient
) -> None:
    rows = [["Personalliste"], [*HEADINGS, "Eintritt"], [*BROKEN[1], "x"], [*LIST[2], ""]]
    rows[1][4] = "Zimmer"
    address = sent(app, hr, rows)
    with hr.get(f"{address}/problems.xlsx") as answer:
        book = openpyxl.load_workbook(BytesIO(answer.data))
    sheet = book["Personal"]
    assert [cell.value for cell in sheet[1]] == [*rows[1], "What is wrong"]
    assert sheet["F2"].value == ("Eintritt: “31.02.2019” is not a date: there is no such day.")
    assert [cell.value for cell in sheet[3]] == [*LIST[2], None, None]
    sheet["D2"] = "28.02.2019"
    again = sent(app, hr, saved(book))
    page = hr.get(again).text
    assert "Bring in 2 entries" in page


def test_a_downloaded_problem_is_no_formula(app: Flask, hr: FlaskClient) -> None:
    address = sent(app, hr, [HEADINGS, ["00770001", "Berg", "Jan", "=1+1"]], name="a.xlsx")
    text = [HEADINGS, ["00770001", "Berg", "Jan", "-morgen"]]
    address = sent(app, hr, delimited(text), name="a.csv")
    with hr.get(f"{address}/problems.csv") as answer:
        assert ",'-morgen," in answer.get_data(as_text=True)


def test_a_list_with_problems_is_not_brought_in(app: Flask, hr: FlaskClient) -> None:
    address = sent(app, hr, BROKEN)
    answer = hr.post(f"{address}/application", data={"outcome": run().outcome})
    assert answer.status_code == 422
    assert "The list has problems" in errors_of(answer.text)
    assert people_named("Öztürk", "Berg") == 0


def test_nothing_is_written_that_was_not_shown(app: Flask, hr: FlaskClient) -> None:
    address = sent(app, hr, LIST)
    form = form_with(hr.get(address).text, "outcome")
    applied("people", LIST[:2])
    assert hr.post(f"{address}/application", data=form).status_code == 303
    finish(app)
    page = hr.get(address).text
    assert "somebody has changed data since you looked" in page
    assert "Bring in 1 entry" in page
    assert run().status is ImportStatus.COMPARED
    assert people_named("Berg") == 0
    bring_in(app, hr, address)
    assert people_named("Berg") == 1


def test_a_page_that_has_been_overtaken_is_refused(app: Flask, hr: FlaskClient) -> None:
    address = sent(app, hr, LIST)
    answer = hr.post(f"{address}/application", data={"outcome": "another"})
    assert answer.status_code == 409
    assert "compared again since you looked" in errors_of(answer.text)


def test_a_list_goes_in_once(app: Flask, hr: FlaskClient) -> None:
    address = sent(app, hr, LIST)
    outcome = run().outcome
    bring_in(app, hr, address)
    again = hr.post(f"{address}/application", data={"outcome": outcome})
    assert again.status_code == 422
    assert people_named("Öztürk") == 1


def test_a_list_that_is_on_record_already_offers_nothing(app: Flask, hr: FlaskClient) -> None:
    applied("people", LIST)
    page = hr.get(sent(app, hr, LIST)).text
    assert "Everything in the list is on record already" in page
    assert "outcome" not in page


def test_the_list_can_be_discarded(app: Flask, hr: FlaskClient) -> None:
    address = sent(app, hr, LIST)
    hr.post(f"{address}/discarding")
    assert run().status is ImportStatus.DISCARDED
    assert db.session.scalar(select(func.count(ImportContent.run_id))) == 0
    assert db.session.scalar(select(func.count(ImportLine.id))) == 0
    assert hr.post(f"{address}/comparison").status_code == 422


def test_a_list_of_another_kind_is_compared_as_such_without_sending_it_again(
    app: Flask, hr: FlaskClient
) -> None:
    address = sent(app, hr, LIST, kind="units")
    assert run().problems
    hr.post(f"{address}/comparison", data={"list": "people"})
    finish(app)
    assert (run().list_kind, run().new, run().problems) == ("people", 2, 0)


def test_after_correcting_the_record_the_same_file_is_compared_again(
    app: Flask, hr: FlaskClient
) -> None:
    rows = [[*HEADINGS, "OE"], [*LIST[1], "990"]]
    address = sent(app, hr, rows)
    assert run().problems == 1
    applied("units", [["OE", "Name"], ["990", "Musteramt"]])
    hr.post(f"{address}/comparison")
    finish(app)
    assert (run().new, run().problems) == (1, 0)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.4 no list", "not a spreadsheet that can be read"),
        (b"  \n ", "This file is empty"),
        (b"PK\x03\x04 broken", "damaged"),
    ],
)
def test_the_content_decides_whether_it_is_a_list(
    app: Flask, hr: FlaskClient, content: bytes, sentence: str
) -> None:
    page = hr.get(sent(app, hr, content, name="Personal.xlsx")).text
    assert sentence in page
    assert run().status is ImportStatus.FAILED


def test_without_a_file_the_form_says_so(hr: FlaskClient) -> None:
    answer = hr.post("/imports/new/people", data={}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Choose the file with the list" in errors_of(answer.text)
    answer = send(hr, b"", name="leer.csv")
    assert answer.status_code == 422
    assert "This file is empty" in errors_of(answer.text)


def test_a_file_that_is_too_large_is_refused_with_a_sentence(
    app: Flask, hr: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "MAX_MEGABYTES", 0)
    answer = send(hr, LIST)
    assert answer.status_code == 422
    assert "too large" in errors_of(answer.text)
    app.config["MAX_CONTENT_LENGTH"] = 1024
    answer = send(hr, b"x" * 2048)
    assert answer.status_code == 413
    assert "can be sent at once" in answer.text


@pytest.mark.parametrize("kind", ["units", "people", "courses", "participations"])
def test_each_list_explains_itself_and_has_an_example(hr: FlaskClient, kind: str) -> None:
    page = hr.get(f"/imports/new/{kind}").text
    assert "(required)" in page
    with hr.get(f"/imports/examples/{kind}.xlsx") as answer:
        sheet = openpyxl.load_workbook(BytesIO(answer.data)).active
    assert sheet is not None
    assert sheet.max_row > 1


def test_the_file_name_is_only_a_label(app: Flask, hr: FlaskClient) -> None:
    sent(app, hr, LIST, name="../../etc/Personal<b>.xlsx")
    assert run().file_name == "Personal<b>.xlsx"
    assert "<b>.xlsx" not in hr.get("/imports").text


@pytest.mark.parametrize("who", ["employee", "manager", "coordinator", "trainer", "admin"])
def test_only_hr_brings_lists_in(
    app: Flask, cast: Cast, hr: FlaskClient, sign_in: SignIn, who: str
) -> None:
    address = sent(app, hr, LIST)
    outcome = run().outcome
    browser = sign_in(getattr(cast, who))
    assert browser.get("/imports").status_code == 403
    assert browser.get(address).status_code == 403
    assert browser.get(f"{address}/progress").status_code == 403
    assert send(browser, LIST).status_code == 403
    assert browser.post(f"{address}/application", data={"outcome": outcome}).status_code == 403
    assert people_named("Öztürk") == 0


def test_an_import_that_does_not_exist_is_not_found(hr: FlaskClient) -> None:
    assert hr.get("/imports/99999").status_code == 404
    assert hr.get("/imports/99999/progress").status_code == 404
    assert hr.post("/imports/99999/application").status_code == 404
    assert hr.get("/imports/new/partners").status_code == 404


def test_a_look_at_a_list_of_people_is_logged(app: Flask, cast: Cast, hr: FlaskClient) -> None:
    address = sent(app, hr, LIST)
    hr.get(address)
    entry = db.session.scalars(
        select(AccessEntry).where(AccessEntry.kind == AccessKind.IMPORT)
    ).one()
    assert (entry.actor_id, entry.row_count) == (cast.hr.id, 2)


def test_pages_ask_the_database_the_same_number_of_times_whatever_the_length(
    app: Flask, hr: FlaskClient, count_queries: CountQueries
) -> None:
    short = sent(app, hr, LIST)
    many = [[f"{n:08}", f"Nachname {n}", "Vorname", ""] for n in range(300)]
    long = sent(app, hr, [HEADINGS, *many])
    numbers = []
    for address in (short, long, f"{long}?page=3"):
        with count_queries() as queries:
            assert hr.get(address).status_code == 200
        numbers.append(queries.number)
    assert len(set(numbers)) == 1
    assert "51 to 100 of 300" in hr.get(f"{long}?page=2").text


def at_work(job: Callable[..., Done], *arguments: Any) -> Done:
    """What a job returns that begins its transactions itself."""
    db.session.rollback()
    return job(*arguments)


class TestWork:
    """What goes on after the answer, and after a kill."""

    @pytest.fixture
    def waiting(self, app_context: Flask, cast: Cast) -> int:
        """A list that was sent, and nobody works on it."""
        kept = ImportRun(list_kind="people", file_name="P.xlsx", size=1, uploaded_by_id=cast.hr.id)
        db.session.add(kept)
        db.session.flush()
        db.session.add(ImportContent(run_id=kept.id, content=workbook(P=LIST)))
        kept_id = kept.id
        db.session.commit()
        return kept_id

    def test_the_worker_takes_up_what_waits(self, waiting: int) -> None:
        assert at_work(work_on_imports) == 1
        assert (run().status, run().new) == (ImportStatus.COMPARED, 2)
        assert at_work(work_on_imports) == 0

    def test_progress_is_told_while_it_is_compared(self, hr: FlaskClient, waiting: int) -> None:
        kept = run()
        kept.status, kept.done, kept.total = ImportStatus.COMPARING, 500, 11_000
        kept.claimed_until = clock.now() + LEASE
        db.session.commit()
        page = hr.get(f"/imports/{waiting}").text
        assert '<progress class="progress-bar-wide" aria-labelledby="state" max="11000"' in page
        assert "500 of 11,000 rows have been compared." in page
        assert "http-equiv" in page
        told = hr.get(f"/imports/{waiting}/progress").json
        assert told is not None
        assert (told["working"], told["done"], told["total"]) == (True, 500, 11_000)

    def test_what_was_interrupted_is_taken_up_once_its_time_is_over(
        self, frozen: FrozenClock, waiting: int
    ) -> None:
        kept = run()
        kept.status, kept.claimed_until = ImportStatus.COMPARING, clock.now() + LEASE
        db.session.commit()
        assert at_work(work_on, waiting) is False
        frozen.move_to(clock.now() + LEASE + timedelta(seconds=1))
        assert at_work(work_on, waiting) is True
        assert run().status is ImportStatus.COMPARED

    def test_a_look_at_the_page_takes_up_what_was_interrupted(
        self, app: Flask, hr: FlaskClient, waiting: int
    ) -> None:
        hr.get(f"/imports/{waiting}")
        finish(app)
        assert run().status is ImportStatus.COMPARED

    def test_an_interrupted_import_goes_in_once(
        self, frozen: FrozenClock, cast: Cast, waiting: int
    ) -> None:
        at_work(work_on_imports)
        kept = run()
        kept.status, kept.ordered_by_id = ImportStatus.APPLYING, cast.hr.id
        kept.claimed_until = clock.now() - timedelta(seconds=1)
        db.session.commit()
        assert at_work(work_on_imports) == 1
        assert run().status is ImportStatus.APPLIED
        assert people_named("Öztürk", "Berg") == 2
        assert at_work(work_on_imports) == 0

    def test_what_is_interrupted_again_and_again_ends_with_a_sentence(
        self, hr: FlaskClient, waiting: int
    ) -> None:
        run().attempts = MAX_ATTEMPTS
        db.session.commit()
        assert at_work(work_on, waiting) is False
        page = hr.get(f"/imports/{waiting}").text
        assert "interrupted several times" in page
        assert "Compare again" in page

    def test_a_fault_is_told_and_leaves_nothing_half_done(
        self, hr: FlaskClient, waiting: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_arguments: object, **_named: object) -> None:
            raise RuntimeError("a defect")

        monkeypatch.setattr("trainingtracker.jobs.imports.read_and_compare", broken)
        assert at_work(work_on, waiting) is True
        assert "A fault of the program" in hr.get(f"/imports/{waiting}").text

    def test_files_nobody_decided_about_go_after_a_week(
        self, hr: FlaskClient, waiting: int
    ) -> None:
        at_work(work_on_imports)
        at_work(forget_old_imports, clock.now() + timedelta(days=6))
        assert run().status is ImportStatus.COMPARED
        at_work(forget_old_imports, clock.now() + timedelta(days=8))
        assert run().status is ImportStatus.DISCARDED
        assert db.session.scalar(select(func.count(ImportContent.run_id))) == 0
        assert db.session.scalar(select(func.count(ImportLine.id))) == 0
        assert "P.xlsx" in hr.get("/imports").text
        at_work(forget_old_imports, clock.now() + timedelta(days=800))
        assert db.session.scalar(select(func.count(ImportRun.id))) == 0
