"""What every page has in a browser: keyboard, focus, content policy, navigation."""

from collections.abc import Callable

import pytest

from tests.cast import Cast
from tests.journeys.conftest import Visitor
from trainingtracker.extensions import db

# What a page looks like does not depend on the database.
pytestmark = pytest.mark.parametrize("database_engine", ["sqlite"])


def test_everything_is_reached_with_the_keyboard(
    cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    db.session.commit()
    employee = visitor("de")
    employee.go("/sign-in")
    page = employee.page
    page.focus("#login")
    page.keyboard.type("erik.sommer")
    page.keyboard.press("Tab")
    page.keyboard.type("ein langer Satz genügt")
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    # The account menu opens with Enter and closes with Escape, which gives the focus back.
    page.focus("details.menu > summary")
    page.keyboard.press("Enter")
    assert page.locator("details.menu[open]").count() == 1
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.locator("details.menu[open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    # So does the navigation on a phone.
    page.set_viewport_size({"width": 320, "height": 700})
    page.focus(".nav-folded summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.locator(".nav-folded details[open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_after_a_refused_form_the_summary_has_the_focus(
    cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    guest = visitor("de")
    guest.go("/sign-in")
    guest.press("Sign in")
    guest.page.wait_for_selector("#error-summary")
    assert guest.page.evaluate("document.activeElement.id") == "error-summary"
    guest.page.get_by_role("link", name="Passwort").click()
    assert guest.page.evaluate("document.activeElement.id") == "password"


def test_the_browser_reports_no_breach_of_the_content_policy(
    cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    course = cast.english.id
    db.session.commit()
    employee = visitor("de")
    complaints: list[str] = []
    employee.page.on("console", lambda message: complaints.append(message.text))
    employee.page.on("pageerror", lambda error: complaints.append(str(error)))
    employee.sign_in("erik.sommer")
    for path in ("/", "/courses", f"/courses/{course}", "/account"):
        employee.go(path)
    assert complaints == []


def test_the_longest_navigation_fits_into_one_row(
    cast: Cast, visitor: Callable[..., Visitor]
) -> None:
    db.session.commit()
    hr = visitor("de")
    hr.sign_in("hanna.rieck")
    hr.go("/")
    entries = hr.page.locator(".nav-row li").all()
    assert len(entries) > 8
    assert len({box["y"] for box in (entry.bounding_box() for entry in entries) if box}) == 1
