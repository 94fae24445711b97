"""The main job from end to end, in a browser, in both languages.

An employee asks for a place, the manager approves, HR records attendance and closes; the employee
then holds something, and it is a row of the workbook that HR and the manager download.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.cast import Cast
from tests.journeys.conftest import ONE_EACH, Visitor
from tests.support.frozen import FrozenClock
from trainingtracker.extensions import db

TITLES = {"de": "Englisch für die Verwaltung", "en": "English for Administration"}
ENGLISH = {"de": "Englisch", "en": "English"}


@pytest.mark.parametrize(("database_engine", "language"), ONE_EACH)
def test_from_the_request_to_the_workbook(
    frozen: FrozenClock,
    cast: Cast,
    visitor: Callable[..., Visitor],
    language: str,
    tmp_path: Path,
) -> None:
    for person in (cast.employee, cast.manager, cast.hr):
        person.language = language
    db.session.commit()
    title, english = TITLES[language], ENGLISH[language]
    ends_at = cast.english_offering.ends_at
    assert ends_at is not None
    db.session.rollback()

    employee = visitor(language)
    employee.go("/sign-in")
    employee.check_accessibility()
    employee.sign_in_with_the_form("erik.sommer")
    employee.check_accessibility()
    employee.go("/courses")
    employee.check_accessibility()
    employee.follow(title)
    employee.check_accessibility()
    employee.press("Request a place")
    employee.reads(employee.says("Awaiting approval"))
    employee.check_accessibility()
    employee.go("/")
    employee.reads("Marek Lindner")
    employee.check_accessibility()

    manager = visitor(language)
    manager.sign_in("marek.lindner")
    manager.go("/approvals")
    manager.reads("Erik Sommer")
    manager.check_accessibility()
    manager.press("Approve")
    manager.reads(
        manager.says("Nothing waits for you. You get a message when somebody asks for a place.")
    )

    employee.go("/")
    employee.reads(employee.says("Place confirmed"))

    frozen.move_to(ends_at + timedelta(hours=1))
    hr = visitor(language)
    hr.sign_in("hanna.rieck")
    hr.go("/planning")
    hr.check_accessibility()
    hr.go("/offerings?state=over")
    hr.check_accessibility()
    hr.follow(title)
    hr.check_accessibility()
    roster = hr.page.url
    for number in range(2):
        hr.page.goto(roster)
        attendance = hr.page.get_by_role("main").get_by_role("link", name=hr.says("Attendance"))
        with hr.page.expect_navigation():
            attendance.nth(number).click()
        hr.check_accessibility()
        hr.press("Save, everybody without an entry was present")
    hr.page.goto(roster)
    hr.follow(hr.says("Close the offering"))
    hr.reads("Sommer, Erik")
    hr.check_accessibility()
    with hr.page.expect_navigation():
        hr.page.get_by_role("main").locator("form.closing-form button[type=submit]").click()
    hr.reads(hr.says("Completed"))
    hr.check_accessibility()

    employee.go("/")
    employee.reads(employee.says("Course completed"))
    employee.reads(english)
    employee.check_accessibility()

    hr.go("/reports/attainment")
    hr.check_accessibility()
    for who, path in ((hr, "/reports/attainment"), (manager, "/team")):
        who.go(path)
        who.check_accessibility()
        file = tmp_path / "attainment.xlsx"
        who.download("Download workbook").save_as(file)
        rows = held_rows(file, who.says("Holdings"))
        assert any({"Sommer", "Erik", english, "B1"} <= set(row) for row in rows), rows


def held_rows(file: Path, sheet_name: str) -> list[tuple[object, ...]]:
    """The rows of the sheet that lists what people hold."""
    sheet = load_workbook(file)[sheet_name]
    assert isinstance(sheet, Worksheet)
    return list(sheet.iter_rows(min_row=2, values_only=True))
