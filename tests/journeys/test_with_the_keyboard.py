"""The work of HR with the keyboard alone: the focus is always to be seen and never lost."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, expect

from tests.cast import PASSWORD, Cast
from tests.journeys.conftest import Visitor
from tests.journeys.keyboard import Keyboard
from tests.support.frozen import FrozenClock
from trainingtracker.extensions import db

# What a browser does does not depend on the database.
pytestmark = pytest.mark.parametrize("database_engine", ["sqlite"])


def test_an_offering_is_planned_filled_held_and_closed_with_the_keyboard(
    frozen: FrozenClock, cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    cast.hr.language = "en"
    first = date(2026, 4, 4)  # typed the same whether a browser begins with the day or the month
    db.session.commit()

    hr = visitor("en")
    page, keys = hr.page, Keyboard(hr.page)
    main = page.get_by_role("main")

    def link(name: str) -> Locator:
        return main.get_by_role("link", name=name).first

    def button(name: str) -> Locator:
        return main.get_by_role("button", name=name).first

    hr.go("/sign-in")
    keys.reach(page.locator("#login"))
    page.keyboard.type("hanna.rieck")
    keys.press("Tab")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    keys.use(page.get_by_role("banner").get_by_role("link", name="Planning").first)

    keys.skip()
    keys.use(link("New offering"))
    keys.skip()
    keys.reach(hr.field("Course"))
    page.keyboard.type("EU f")
    keys.reach(hr.field("Places"))
    page.keyboard.type("5")
    keys.press("Tab")
    page.keyboard.type("1")
    keys.reach(hr.field("Day"))
    page.keyboard.type(first.strftime("%m%d%Y"))
    keys.reach(button("Add a meeting"))
    keys.press("Enter")
    expect(hr.field("Day")).to_be_focused()
    expect(hr.field("Day")).to_have_value(str(first + timedelta(weeks=1)))
    keys.reach(button("Add a meeting"))
    keys.press("Enter")
    keys.reach(main.get_by_role("button", name="Remove this meeting").last)
    keys.press("Space")
    assert page.get_by_role("group", name=re.compile(r"^Meeting \d")).count() == 2
    keys.use(button("Save"))
    keys.look()
    hr.reads("is saved as a draft. Publish it to open enrolment.")
    keys.use(button("Publish"), "Shift+Tab")
    keys.look()
    roster = page.url

    keys.reach(hr.field("Personnel number or name"))
    page.keyboard.type("petersen")
    keys.use(button("Find the person"))
    # Those who could be meant are what follows next.
    assert keys.press("Tab", button("Choose Kira Petersen").element_handle())
    with page.expect_navigation():
        page.keyboard.press("Space")
    keys.skip()
    keys.use(button("Request the place"))
    keys.look()
    hr.reads("Petersen, Kira")

    frozen.move_to(first + timedelta(days=8))
    hr.go(roster.removeprefix(hr.address))
    keys.skip()
    for meeting, way in enumerate((["p"], ["ArrowLeft", "ArrowLeft", "ArrowLeft"])):
        keys.use(main.get_by_role("link", name="Attendance").nth(meeting))
        keys.skip()
        keys.reach(page.get_by_role("radio", name="no entry"))
        for key in way:
            keys.press(key)
        expect(page.get_by_role("radio", name="Present")).to_be_checked()
        keys.use(button("Save"))
        keys.look()
        hr.reads("Attendance is saved for everybody.")
    keys.use(link("Close the offering"), "Shift+Tab")
    keys.skip()
    keys.reach(page.get_by_role("radio", name="Passed", exact=True))
    keys.use(button("Close and enter 1 result"))
    keys.look()
    hr.reads("The offering is closed: 1 person has completed it.")
