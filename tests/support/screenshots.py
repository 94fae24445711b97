"""The pictures of README.md, taken from the example city: `python -m tests.support.screenshots`.

The clock of the example stands at a fixed morning, so that the same pages give the same pictures.
"""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select
from werkzeug.serving import make_server

from tests.support import browser as chromium
from tests.support.frozen import FrozenClock
from tests.support.png import reduced
from trainingtracker import clock
from trainingtracker.app import create_app
from trainingtracker.cli.ready import make_ready
from trainingtracker.demo.accounts import PASSWORD
from trainingtracker.demo.city import build
from trainingtracker.demo.organisation import STAFF
from trainingtracker.extensions import begin, db
from trainingtracker.models import Account, Offering, OfferingTrainer
from trainingtracker.vocabulary import OfferingStatus

FOLDER = Path("docs/screenshots")
_SEED = 2026
_WIDE = (1280, 800)
_PHONE = (390, 800)


@dataclass(frozen=True)
class Shot:
    """A picture: who looks at which page, in which language, how wide."""

    name: str
    login: str
    path: str
    language: str = "de"
    size: tuple[int, int] = _WIDE
    scrolled: int = 0


def shots(roster: int) -> list[Shot]:
    """The pictures; `roster` is the offering that the trainer holds."""
    return [
        Shot("my-training", "employee", "/"),
        Shot("catalogue", "employee", "/courses"),
        Shot("team", "manager", "/team", scrolled=270),
        Shot("roster", "trainer", f"/offerings/{roster}"),
        Shot("report", "hr", "/reports/attainment", language="en-GB"),
        Shot("my-training-phone", "employee", "/", size=_PHONE),
    ]


def main() -> None:
    executable = chromium.find()
    if executable is None:
        sys.exit(chromium.MISSING)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    FOLDER.mkdir(parents=True, exist_ok=True)
    held = FrozenClock()
    held.move_to(date(2026, 11, 24))
    try:
        with TemporaryDirectory() as folder, sync_playwright() as playwright:
            app = _city(Path(folder))
            # Chromium's own sandbox does not start for root.
            arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
            opened = playwright.chromium.launch(executable_path=executable, args=arguments)
            with _serving(app) as address:
                for shot in shots(_roster(app)):
                    _take(opened, address, shot)
            opened.close()
    finally:
        held.release()


def _city(folder: Path) -> Flask:
    app = create_app(folder)
    with app.app_context():
        make_ready(db.engine)
        db.session.rollback()
        begin("write")
        build(STAFF, _SEED)
        db.session.commit()
    return app


def _roster(app: Flask) -> int:
    """The offering under way that the trainer holds."""
    with app.app_context():
        return db.session.scalars(
            select(Offering.id)
            .join(OfferingTrainer, OfferingTrainer.offering_id == Offering.id)
            .join(Account, Account.person_id == OfferingTrainer.person_id)
            .where(
                Account.login == "trainer",
                Offering.status == OfferingStatus.PUBLISHED,
                Offering.starts_at < clock.now(),
                Offering.ends_at > clock.now(),
            )
            .order_by(Offering.id.desc())
        ).first() or sys.exit("The trainer of the example city holds nothing.")


@contextmanager
def _serving(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    serving = Thread(target=server.serve_forever)
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        serving.join()


def _take(browser: Browser, address: str, shot: Shot) -> None:
    width, height = shot.size
    context = browser.new_context(
        locale=shot.language, viewport={"width": width, "height": height}, color_scheme="light"
    )
    page = context.new_page()
    _sign_in(page, address, shot.login)
    page.goto(address + shot.path, wait_until="networkidle")
    page.mouse.wheel(0, shot.scrolled)
    page.wait_for_function("y => window.scrollY >= y", arg=shot.scrolled)
    picture = reduced(page.screenshot())
    (FOLDER / f"{shot.name}.png").write_bytes(picture)
    print(f"{shot.name}.png: {len(picture) // 1024} KB")
    context.close()


def _sign_in(page: Page, address: str, login: str) -> None:
    page.goto(f"{address}/sign-in")
    page.fill("#login", login)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)


if __name__ == "__main__":
    main()
