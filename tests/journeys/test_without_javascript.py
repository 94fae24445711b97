"""The work of HR and of an employee in a browser that runs no scripts."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.cast import Cast
from tests.journeys.conftest import Visitor
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.extensions import db

# What a browser does does not depend on the database.
pytestmark = pytest.mark.parametrize("database_engine", ["sqlite"])

TITLE = "Polish for visitors"


def test_an_offering_is_planned_filled_held_and_counted_without_javascript(
    frozen: FrozenClock, cast: Cast, visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    for person in (cast.hr, cast.employee):
        person.language = "en"
    db.session.commit()
    first = clock.today() + timedelta(days=30)

    hr = visitor("en", scripts=False)
    hr.sign_in("hanna.rieck")
    hr.go("/planning")
    hr.follow("New course")
    hr.fill("Code", "PL-1")
    hr.choose("Topic", "Foreign languages")
    hr.fill("Title in German", "Polnisch für Besuche")
    hr.fill("Title in English", TITLE)
    hr.fill("Teaching units (45 minutes each)", "8")
    hr.choose("Competence and level", "Polish, A1")
    hr.page.get_by_label("The manager has to approve a request").uncheck()
    hr.press("Save")
    hr.reads("The course is saved as a draft.")
    hr.press("Publish")

    hr.follow("New offering")
    hr.fill("Places", "5")
    hr.fill("Minimum of participants", "1")
    hr.fill("Day", first.isoformat())
    hr.press("Add a meeting")
    expect(hr.field("Day")).to_have_value(str(first + timedelta(weeks=1)))
    hr.press("Add a meeting")
    with hr.page.expect_navigation():
        hr.page.get_by_role("button", name="Remove this meeting 3").click()
    hr.press("Save")
    hr.press("Publish")
    roster = hr.page.url

    employee = visitor("en", scripts=False)
    employee.sign_in("erik.sommer")
    employee.go("/courses")
    employee.fill("Search words", "polish")
    employee.press("Show")
    employee.follow(TITLE)
    employee.press("Request a place")
    employee.reads("Place confirmed")
    employee.follow("Withdraw")
    employee.press("Withdraw")
    employee.reads("Withdrawn")

    hr.fill("Personnel number or name", "petersen")
    hr.press("Find the person")
    hr.press("Choose Kira Petersen")
    hr.press("Request the place")
    hr.reads("Petersen, Kira")

    frozen.move_to(first + timedelta(days=8))
    for meeting in range(2):
        hr.page.goto(roster)
        hr.page.get_by_role("main").get_by_role("link", name="Attendance").nth(meeting).click()
        hr.page.get_by_role("radio", name="Present").check()
        hr.press("Save")
        hr.reads("Attendance is saved for everybody.")
    hr.follow("Close the offering")
    hr.press("Close and enter 1 result")
    hr.reads("The offering is closed: 1 person has completed it.")

    hr.go("/reports/attainment")
    file = tmp_path / "attainment.xlsx"
    hr.download("Download workbook").save_as(file)
    held = load_workbook(file)["Holdings"].iter_rows(min_row=2, values_only=True)
    assert any({"Petersen", "Kira", "Polish", "A1"} <= set(row) for row in held)
