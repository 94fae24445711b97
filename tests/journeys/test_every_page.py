"""Every page as a browser shows it: axe finds nothing, nothing is cut off, nothing complains.

Two rounds: German in light colours on a wide screen, English in dark ones on a phone. In both the
width is tried at 320 pixels as well.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page

from tests.cast import Cast
from tests.conftest import SignIn
from tests.support.barriers import barriers, bring_checker
from tests.support.every_page import Visit, visits
from trainingtracker.accounts import first_administrator
from trainingtracker.extensions import db
from trainingtracker.models import Person

# What a page looks like does not depend on the database.
pytestmark = pytest.mark.parametrize("database_engine", ["sqlite"])

_TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
_HEIGHT = 900


@pytest.mark.parametrize(
    ("language", "colours", "width"), [("de", "light", 1280), ("en", "dark", 320)]
)
def test_no_page_has_a_barrier_that_a_checker_finds(
    language: str,
    colours: str,
    width: int,
    app: Flask,
    cast: Cast,
    browser: Browser,
    address: str,
    sign_in: SignIn,
) -> None:
    pages = visits(app, cast)
    for person in {visit.person for visit in pages if visit.person}:
        person.language = language
    db.session.commit()
    problems: list[str] = []
    by_role: dict[str, list[Visit]] = {}
    for visit in pages:
        by_role.setdefault(visit.role, []).append(visit)
    for group in by_role.values():
        with window(browser, address, sign_in, group[0].person, language, colours) as page:
            for number, visit in enumerate(group):
                problems += look(page, address, visit, width, frame_known=number > 0)
    assert not problems, "\n".join(problems)


def look(
    page: Page, address: str, visit: Visit, width: int, *, frame_known: bool = False
) -> Iterator[str]:
    """What is wrong with one page."""
    complaints: list[str] = []
    hear: Callable[..., None] = lambda message: complaints.append(message.text)  # noqa: E731
    page.on("console", hear)
    page.set_viewport_size({"width": width, "height": _HEIGHT})
    answer = page.goto(address + visit.path)
    if answer is None or answer.status != visit.status:
        yield f"{visit.path}: answered {answer and answer.status}"
    if found := barriers(page, frame_known=frame_known):
        yield f"{visit.path}: {found}"
    page.set_viewport_size({"width": 320, "height": _HEIGHT})
    if page.evaluate(_TOO_WIDE):
        yield f"{visit.path}: wider than 320 pixels"
    page.remove_listener("console", hear)
    # A page that is refused is told of by the browser as well.
    yield from (f"{visit.path}: {text}" for text in complaints if str(visit.status) not in text)


@contextmanager
def window(
    browser: Browser,
    address: str,
    sign_in: SignIn,
    person: Person | None,
    language: str,
    colours: str,
) -> Iterator[Page]:
    """A browser window in which the person, if any, is signed in already."""
    signed_in = sign_in(person) if person else None
    context = browser.new_context(
        locale=language,
        color_scheme=colours,  # type: ignore[arg-type]
        # A session belongs to the browser in which it began.
        user_agent=signed_in.environ_base["HTTP_USER_AGENT"] if signed_in else None,
    )
    context.set_default_timeout(15_000)
    bring_checker(context)
    if signed_in:
        hand_over(signed_in, context, address)
    yield context.new_page()
    context.close()


def hand_over(client: FlaskClient, context: BrowserContext, address: str) -> None:
    """Give a browser the session of a test client."""
    name = client.application.config["SESSION_COOKIE_NAME"]
    cookie = client.get_cookie(name)
    assert cookie is not None
    context.add_cookies([{"name": name, "value": cookie.value, "url": address}])


@pytest.mark.parametrize(
    ("language", "colours", "width"), [("de", "light", 1280), ("en", "dark", 320)]
)
def test_nor_has_the_page_for_the_first_administrator(
    language: str, colours: str, width: int, app: Flask, browser: Browser, address: str
) -> None:
    with app.app_context():
        link = f"/first-administrator/{first_administrator.new_token()}"
        db.session.commit()
    context = browser.new_context(locale=language, color_scheme=colours)  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    page = context.new_page()
    problems = list(look(page, address, Visit(link, "anyone", None), width))
    page.locator("main button[type=submit]").click()
    page.locator("#error-summary").wait_for()
    problems.append(barriers(page))
    context.close()
    assert not any(problems), "\n".join(problems)
