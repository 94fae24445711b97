"""The pages of employees and managers as a browser shows them: accessible, and on a phone too."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.cast import Cast, a_holding, an_enrolment, an_offering
from tests.journeys.conftest import Visitor
from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment
from trainingtracker.vocabulary import Evidence, Status

# What a page looks like does not depend on the database.
pytestmark = pytest.mark.parametrize("database_engine", ["sqlite"])

# The looks that test_every_page.py leaves out: dark in German, light in English.
LOOKS = [("de", "dark", 320), ("en", "light", 1280)]


@pytest.fixture
def enrolments(cast: Cast) -> dict[Status, Enrolment]:
    """Something of everything for the employee to look at."""
    soon = clock.today() + timedelta(days=30)
    a_holding(cast.employee, "eu:call_search", "1", until=soon, evidence=Evidence.COURSE)
    a_holding(cast.employee, "eng", "B1")
    offerings = [
        an_offering(cast.english, starts_on=clock.today() + timedelta(days=60 + 7 * week))
        for week in range(3)
    ]
    return {
        Status.REQUESTED: an_enrolment(cast.employee, cast.english_offering, Status.REQUESTED),
        Status.CONFIRMED: an_enrolment(cast.employee, offerings[0]),
        Status.WAITLISTED: an_enrolment(cast.employee, offerings[1], Status.WAITLISTED),
        Status.COMPLETED: an_enrolment(
            cast.employee, offerings[2], Status.COMPLETED, finished_on=clock.today()
        ),
    }


@pytest.mark.parametrize(("language", "colours", "width"), LOOKS)
def test_the_pages_have_no_barrier_that_a_checker_finds(
    language: str,
    colours: str,
    width: int,
    cast: Cast,
    enrolments: dict[Status, Enrolment],
    visitor: Callable[..., Visitor],
) -> None:
    cast.employee.language = cast.manager.language = language
    confirmed = enrolments[Status.CONFIRMED].id
    requested = enrolments[Status.REQUESTED].id
    english = cast.english.id
    db.session.commit()

    guest = visitor(language, width=width, colours=colours)
    look(guest, "/sign-in", "/accessibility", "/privacy", "/imprint", "/nowhere")
    guest.go("/sign-in")
    guest.press("Sign in")
    look(guest)
    employee = visitor(language, width=width, colours=colours)
    employee.sign_in("erik.sommer")
    look(
        employee,
        "/",
        "/history",
        "/courses",
        f"/courses/{english}",
        f"/enrolments/{requested}",
        f"/enrolments/{confirmed}/withdrawal",
        "/account",
    )
    manager = visitor(language, width=width, colours=colours)
    manager.sign_in("marek.lindner")
    look(manager, "/approvals", f"/approvals/{requested}/refusal", "/team")


def look(visitor: Visitor, *paths: str) -> None:
    """Open each page, or look at the one that is open: nothing to find, nothing cut off."""
    for path in paths or (None,):
        if path is not None:
            visitor.go(path)
        visitor.check_accessibility()
        assert not visitor.page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        ), f"{visitor.page.url} is wider than the window"


def test_everything_is_reached_with_the_keyboard(
    cast: Cast, enrolments: dict[Status, Enrolment], visitor: Callable[..., Visitor]
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
    cast: Cast, enrolments: dict[Status, Enrolment], visitor: Callable[..., Visitor]
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
    entries = hr.page.locator(".nav-row li").all()
    assert len(entries) > 8
    assert len({box["y"] for box in (entry.bounding_box() for entry in entries) if box}) == 1
