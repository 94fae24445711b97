"""Saying which column is which: guessed, shown with values, said, remembered."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import Cast
from tests.conftest import SignIn
from tests.exchange.lists import delimited, workbook
from tests.support.pages import errors_of, form_with, rows_of
from tests.web.test_imports import finish, run, sent
from trainingtracker.extensions import db

pytestmark = pytest.mark.parametrize("database_engine", ["sqlite"])

HEADINGS = ["Stammnr", "Familie", "Rufnahme", "Beginn"]
ROWS = [["Personalliste"], HEADINGS, ["00770001", "Öztürk", "Aylin", "01.02.2019"]]


@pytest.fixture
def hr(app: Flask, cast: Cast, sign_in: SignIn) -> Iterator[FlaskClient]:
    cast.hr.language = "en"
    db.session.commit()
    yield sign_in(cast.hr)
    finish(app)


def test_what_was_said_once_holds_for_files_with_the_same_headings(
    app: Flask, hr: FlaskClient
) -> None:
    address = sent(app, hr, ROWS)
    page = hr.get(f"{address}/columns?read=1&row=2").text
    assert rows_of(page)[1].startswith("Familie Öztürk")
    form = form_with(page, "column-1")
    for position, name in enumerate(["personnel_number", "last_name", "first_name", "entry"]):
        form[f"column-{position}"] = name
    assert hr.post(f"{address}/columns", data=form).status_code == 303
    finish(app)
    assert (run().new, run().problems) == (1, 0)
    sent(app, hr, workbook(Neu=[*ROWS[1:], ["00770002", "Berg", "Jan", ""]]))
    assert "00770002 Berg, Jan" in hr.get("/imports/2?show=new").text


def test_a_near_miss_is_asked_about_before_anything_goes_in(app: Flask, hr: FlaskClient) -> None:
    address = sent(app, hr, [["Personalnummer", "Name", "Vorname", "Eintrittt"], *ROWS[2:]])
    page = hr.get(address).text
    assert "may be “Entry” misspelt" in page
    assert "Say what the columns are" in page
    page = hr.get(f"{address}/columns").text
    assert "Looks like it: please check." in page
    form = form_with(page, "column-3")
    assert form["column-3"] == "entry"
    hr.post(f"{address}/columns", data=form)
    finish(app)
    assert (run().new, run().problems) == (1, 0)


def test_a_text_is_read_as_somebody_says(app: Flask, hr: FlaskClient) -> None:
    rows = [["Personalnummer", "Nachname", "Vorname"], ["00770001", "Łukasz", "Jan"]]
    address = sent(app, hr, delimited(rows, ";", "cp1250"), name="P.csv")
    assert "£ukasz" in hr.get(f"{address}/columns").text
    page = hr.get(f"{address}/columns?read=1&encoding=cp1250&delimiter=;").text
    assert "Łukasz" in page
    hr.post(f"{address}/columns", data=form_with(page, "column-0"))
    finish(app)
    assert "Łukasz" in hr.get(f"{address}?show=new").text


def test_what_makes_no_sense_is_refused_and_kept(app: Flask, hr: FlaskClient) -> None:
    address = sent(app, hr, ROWS)
    form = form_with(hr.get(f"{address}/columns?read=1&row=2").text, "column-1")
    form["column-0"] = form["column-1"] = "last_name"
    answer = hr.post(f"{address}/columns", data=form)
    assert answer.status_code == 422
    assert "“Last name” is chosen for several columns" in errors_of(answer.text)
    assert form_with(answer.text, "column-1")["column-1"] == "last_name"
    form["column-0"] = ""
    answer = hr.post(f"{address}/columns", data=form)
    assert "No column is chosen for “Personnel number”" in errors_of(answer.text)
    answer = hr.get(f"{address}/columns?read=1&row=99")
    assert "There are no headings in this row" in answer.text
    assert hr.get("/imports/99/columns").status_code == 404
