"""People who leave by a list and are enrolled beyond their last day: asked about on the page."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import Cast, a_course, an_enrolment, an_offering
from tests.conftest import SignIn
from tests.support.pages import form_with, rows_of
from tests.web.test_imports import bring_in, finish, run, sent
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.vocabulary import ImportStatus, Status

# The page is the same on every database; what it decides is tested on both.
pytestmark = pytest.mark.parametrize("database_engine", ["sqlite"])


@pytest.fixture
def hr(app: Flask, cast: Cast, sign_in: SignIn) -> Iterator[FlaskClient]:
    cast.hr.language = "en"
    db.session.commit()
    yield sign_in(cast.hr)
    finish(app)


def test_whether_they_are_withdrawn_is_said_on_the_page(
    app: Flask, cast: Cast, hr: FlaskClient
) -> None:
    offering = an_offering(a_course("PL-1", "Polnisch", "Polish"))
    enrolment = an_enrolment(cast.employee, offering)
    db.session.commit()
    person, last_day = cast.employee, clock.today() + timedelta(3)
    head = ["Personalnummer", "Nachname", "Vorname", "Austritt"]
    row = [person.personnel_number, person.last_name, person.first_name, last_day]
    address = sent(app, hr, [head, row])
    assert "show=enrolled" in hr.get(address).text
    page = hr.get(f"{address}?show=enrolled").text
    assert "These people leave and stay enrolled." in page
    (told,) = rows_of(page)
    assert f"{offering.number} Polish" in told
    assert "Place confirmed" in told
    form = form_with(page, "withdraw")
    answer = hr.post(f"{address}/leaving/enrolments", data=form)
    assert (answer.status_code, answer.location) == (303, f"{address}?show=enrolled#list")
    finish(app)
    page = hr.get(f"{address}?show=enrolled").text
    assert "Withdrawn" in rows_of(page)[0]
    assert form_with(page, "withdraw")["withdraw"] == "no"
    # Other columns change nothing about it.
    hr.post(f"{address}/columns", data=form_with(hr.get(f"{address}/columns").text, "column-0"))
    finish(app)
    assert bring_in(app, hr, address).status_code == 303
    assert (run().status, enrolment.status) == (ImportStatus.APPLIED, Status.WITHDRAWN)
    late = hr.post(f"{address}/leaving/enrolments", data=form)
    assert late.status_code == 422
    assert "This import is over" in late.text
    assert "1 message that has not been sent yet is withdrawn" in hr.get(f"{address}/undo").text
    hr.post(f"{address}/undo")
    finish(app)
    assert (run().status, enrolment.status) == (ImportStatus.UNDONE, Status.CONFIRMED)
    assert "What happened to enrolments stays in their history." in hr.get(address).text
