"""The disk is full: an error page that says so, nothing half done, and no restart afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from itertools import product
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select, text

from rig.crowd import visitors
from rig.server import serving
from tests.cast import Cast, assemble
from tests.conftest import SignIn
from tests.faults.conftest import Installed
from tests.faults.invariants import assert_whole, live
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, EnrolmentEvent, OutgoingMail

TITLE = "Das ist gerade nicht erreichbar"
SENTENCE = "es wurde nichts gespeichert"


@contextmanager
def full() -> Iterator[None]:
    """The database as it is on a full disk: SQLite may not grow, PostgreSQL says so."""
    engine = db.engine
    if engine.dialect.name == "sqlite":
        with _no_page_more():
            yield
        return
    with engine.begin() as connection:
        connection.execute(text(_FULL))
        connection.execute(
            text(
                "CREATE TRIGGER full_disk BEFORE INSERT ON outgoing_mail"
                " FOR EACH ROW EXECUTE FUNCTION full_disk()"
            )
        )
    yield
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER full_disk ON outgoing_mail"))


# The error that the server itself gives: class 53, disk full.
_FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = '53100', MESSAGE = 'No space left on device';
END $$
"""


@contextmanager
def _no_page_more() -> Iterator[None]:
    """Every connection refuses to let the file grow; free pages inside it are used up first."""
    engine = db.engine
    with engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("VACUUM")
        connection.exec_driver_sql("BEGIN")
        pages = connection.scalar(text("PRAGMA page_count"))
    engine.dispose()

    def limit(connection: object, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")  # type: ignore[attr-defined]

    event.listen(engine, "connect", limit)
    yield
    event.remove(engine, "connect", limit)
    engine.dispose()


def counts() -> list[int]:
    found = [
        db.session.scalar(select(func.count()).select_from(model)) or 0
        for model in (Enrolment, EnrolmentEvent, OutgoingMail)
    ]
    db.session.rollback()
    return found


def test_the_page_says_so_and_the_next_try_succeeds(
    app: Flask, cast: Cast, sign_in: SignIn
) -> None:
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    # All of them read German, for which of them meets the full disk depends on the pages left.
    people = [cast.employee, cast.outsider, cast.hr, cast.trainer, cast.admin, cast.coordinator]
    browsers: list[FlaskClient] = [sign_in(person) for person in people]
    ids = [cast.english_offering.id, cast.funding_offering.id]
    db.session.rollback()
    with full():
        # What still fits into the last pages is saved; sooner or later nothing fits.
        for browser, path in product(browsers, [f"/offerings/{n}/enrolments" for n in ids]):
            before = counts()
            answer = browser.post(path)
            if answer.status_code != 303:
                break
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "30"
        assert f"<h1>{TITLE}" in answer.text
        assert SENTENCE in answer.text
        assert '<footer class="site-footer">' in answer.text
        assert counts() == before
        assert browser.get("/").status_code == 200
    assert browser.post(path).status_code == 303
    assert_whole()


def test_the_real_server_answers_and_goes_on_when_there_is_room_again(
    installed: Installed, instance: Path
) -> None:
    with installed("sqlite") as (app, url):
        cast = assemble()
        db.session.commit()
        person, offering = cast.employee.id, cast.funding_offering.id
        (browser,) = visitors(app, [person]).values()
        with serving(instance, url, workers=1) as server:
            ask = partial(browser.post, server.port, f"/offerings/{offering}/enrolments")
            server.limit_files(0)
            assert ask() == 503
            assert live() == {}
            assert read(server.port, "/sign-in") == 200
            server.limit_files(-1)
            assert ask() == 303
            assert live() == {person: 1}
        assert_whole()


def read(port: int, path: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    status = connection.getresponse().status
    connection.close()
    return status
