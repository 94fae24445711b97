"""A real server, a real Chromium, and people who read what is on the page."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, Download, Locator, Page, sync_playwright
from sqlalchemy import select
from werkzeug.serving import make_server

from rig.crowd import signed_in
from tests.cast import PASSWORD
from tests.support import browser as chromium
from tests.support.barriers import barriers
from trainingtracker import text
from trainingtracker.extensions import db
from trainingtracker.models import Account

# A journey is made once in each language and once on each database, not four times.
ONE_EACH = [("sqlite", "de"), ("postgresql", "en")]
VIEWPORT = {"width": 1280, "height": 900}


@dataclass
class Visitor:
    """Somebody in front of a browser, who finds things by the words of their language."""

    page: Page
    address: str
    language: str
    app: Flask
    frame_known: bool = False

    def says(self, message: str, /, **values: object) -> str:
        """A text of the interface in the visitor's language."""
        return text.sentence(message, self.language, **values)

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def sign_in(self, login: str) -> None:
        """Have what the form for signing in leaves behind; the next page is theirs."""
        with self.app.app_context():
            account = db.session.scalars(select(Account).filter_by(login=login)).one()
            browser = self.page.evaluate("navigator.userAgent")
            cookie = signed_in(self.app, account, browser).cookie
        name = self.app.config["SESSION_COOKIE_NAME"]
        self.page.context.add_cookies([{"name": name, "value": cookie, "url": self.address}])

    def sign_in_with_the_form(self, login: str) -> None:
        self.go("/sign-in")
        self.page.fill("#login", login)
        self.page.fill("#password", PASSWORD)
        self.press("Sign in")

    def press(self, message: str, /, **values: object) -> None:
        """Press the button of the main part with this text, and see the page that answers."""
        name = self.says(message, **values)
        with self.page.expect_navigation():
            self.page.get_by_role("main").get_by_role("button", name=name).first.click()

    def follow(self, name: str) -> None:
        """Follow the first link of the main part that contains this text."""
        with self.page.expect_navigation():
            self.page.get_by_role("main").get_by_role("link", name=name).first.click()

    def fill(self, label: str, value: str) -> None:
        self.field(label).fill(value)

    def choose(self, label: str, choice: str) -> None:
        self.field(label).select_option(label=choice)

    def field(self, label: str) -> Locator:
        """The last field of the main part with this label."""
        wanted = re.compile(rf"^{re.escape(self.says(label))}(\s*\(|$)")
        return self.page.get_by_role("main").get_by_label(wanted).last

    def reads(self, sentence: str) -> None:
        """The main part shows this text."""
        self.page.get_by_role("main").get_by_text(sentence).first.wait_for()

    def download(self, message: str) -> Download:
        """Press what sends a file, a button or a link."""
        main, name = self.page.get_by_role("main"), self.says(message)
        button = main.get_by_role("button", name=name)
        with self.page.expect_download() as sent:
            button.or_(main.get_by_role("link", name=name)).first.click()
        return sent.value

    def check_accessibility(self) -> None:
        """Axe finds nothing on the page that is open now; asked in the round on SQLite alone.

        The other round comes by the same pages, and every page is asked in both languages by
        `test_every_page`.
        """
        if not self.app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
            return
        found = barriers(self.page, frame_known=self.frame_known)
        assert not found, f"{self.page.url}\n{found}"
        self.frame_known = True


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = chromium.find()
    if executable is None:
        pytest.fail(chromium.MISSING)
    with sync_playwright() as playwright:
        # Chromium's own sandbox does not start for root.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        opened = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield opened
        opened.close()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The test's application, served on a free port as it is in production, with CSRF."""
    app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, app, threaded=True)
    serving = Thread(target=server.serve_forever)
    serving.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    serving.join()


@pytest.fixture
def visitor(app: Flask, browser: Browser, address: str) -> Iterator[Callable[..., Visitor]]:
    """`visitor("de")`: a browser window of its own; the rest may be given."""
    contexts = []

    def opened(
        language: str, *, width: int = 1280, colours: str = "light", scripts: bool = True
    ) -> Visitor:
        context = browser.new_context(
            locale=language,
            viewport={"width": width, "height": VIEWPORT["height"]},
            color_scheme=colours,  # type: ignore[arg-type]
            accept_downloads=True,
            java_script_enabled=scripts,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Visitor(context.new_page(), address, language, app)

    yield opened
    for context in contexts:
        context.close()
