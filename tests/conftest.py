"""What every test may ask for: a migrated database, the application, somebody signed in, a clock.

Nothing of a test is there for the next one. Its database is a migrated one as nobody has used it:
a copy of a file, or, on a server, the one database of the process, put back as it was after each
test (tests/support/lent.py). All that a test does there is committed, locked and seen by other
connections and processes as in production. The application is one for all tests on a database,
with the settings of a new one (tests/support/applications.py).

`--database sqlite|postgresql|both` (or the variable TEST_DATABASE) chooses the engines; a test
that asks for a database runs once on each of them.
"""

import gc
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from flask_login import login_user
from flask_migrate import upgrade
from sqlalchemy.orm import Session
from xdist.scheduler import LoadScopeScheduling

from rig.postgres import PostgresMissing
from tests.cast import Cast, Keys, assemble, cast_from, keys_of
from tests.support import queries
from tests.support.applications import Applications, on
from tests.support.databases import ENGINES, Databases
from tests.support.frozen import FrozenClock
from trainingtracker import clock
from trainingtracker.accounts import passwords
from trainingtracker.app import create_app
from trainingtracker.extensions import db, limiter
from trainingtracker.kept import forget
from trainingtracker.models import Account, Person
from trainingtracker.web.requests import SignedIn

SignIn = Callable[[Person | Account], FlaskClient]
CountQueries = Callable[[], AbstractContextManager[queries.Queries]]

# The folders of tests that take seconds each: crowds, a wheel, cities, browsers, an office.
_LONG = {"faults", "release", "demo", "journeys", "office"}
# The example city is built once; of the crowds only one presses at a time.
_TOGETHER = ("tests/demo/", "tests/faults/test_killed_server.py")
_APPLICATIONS = Applications()
_DATABASES = pytest.StashKey[Databases]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=(*ENGINES, "both"),
        default=os.environ.get("TEST_DATABASE", "sqlite"),
        help="the engines on which tests with a database run (default: sqlite)",
    )


def _engines(config: pytest.Config) -> tuple[str, ...]:
    chosen = config.getoption("--database")
    return ENGINES if chosen == "both" else (chosen,)


def pytest_configure(config: pytest.Config) -> None:
    # Every test leaves an application behind; looking through all that lives for it after each few
    # hundred objects takes an eighth of the run.
    gc.set_threshold(100_000, 20, 50)
    # Whoever ends the run ends the database server as well.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    handed_over = getattr(config, "workerinput", {}).get("templates")
    config.stash[_DATABASES] = Databases(_migrate, handed_over)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """The distributing process makes the templates once and tells its workers where they are."""
    config: pytest.Config = node.config
    try:
        node.workerinput["templates"] = config.stash[_DATABASES].prepare(_engines(config))
    except PostgresMissing as missing:
        pytest.exit(str(missing), returncode=3)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first, so that no process of the run is left alone with it."""
    items.sort(key=lambda item: item.path.parent.name not in _LONG)


class _Together(LoadScopeScheduling):
    """Sends what shares something dear to one process, everything else to whichever is free.

    The marks of xdist for that have no effect with the pytest of today, which does not let a test
    change its name.
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((part for part in _TOGETHER if part in nodeid), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> _Together:
    return _Together(config, log)


def pytest_unconfigure(config: pytest.Config) -> None:
    if _DATABASES in config.stash:
        config.stash[_DATABASES].close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    chosen = any(
        "database_engine" in mark.args[0]
        for mark in metafunc.definition.iter_markers("parametrize")
    )
    if "database_engine" in metafunc.fixturenames and not chosen:
        metafunc.parametrize("database_engine", _engines(metafunc.config), scope="session")


def _migrate(url: str, folder: Path) -> None:
    app = create_app(folder / "instance", on(url))
    with app.app_context():
        try:
            upgrade()
        finally:
            db.engine.dispose()


@pytest.fixture(scope="session", autouse=True)
def _our_own_surroundings() -> Iterator[None]:
    """No setting of the developer's shell reaches a test; passwords are cheap to hash."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith("TRAININGTRACKER_"):
                patch.delenv(name)
        cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(passwords, "hasher", cheap)
        yield


@pytest.fixture(scope="session")
def databases(pytestconfig: pytest.Config) -> Databases:
    """For tests that make databases themselves: `copy(engine)` and `empty(engine)`."""
    return pytestconfig.stash[_DATABASES]


@pytest.fixture
def database_url(
    request: pytest.FixtureRequest, database_engine: str, databases: Databases, instance: Path
) -> Iterator[str]:
    """A migrated database, for this test alone; the cast is in it where the test asks for it."""
    filled = None
    if "cast" in request.fixturenames:
        filled = str(clock.today())
        databases.fill(database_engine, filled, partial(_fill_with_cast, instance))
    with databases.lend(database_engine, filled) as url:
        # The address may be that of the test before.
        forget()
        yield url


def _fill_with_cast(folder: Path, url: str) -> Keys:
    app = create_app(folder, on(url))
    with app.app_context():
        keys = keys_of(assemble())
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return keys


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """The instance folder of this test."""
    return tmp_path / "instance"


@pytest.fixture
def app(instance: Path, database_url: str) -> Iterator[Flask]:
    """The application on this test's database, without CSRF and with cheap passwords."""
    app = _APPLICATIONS.at(database_url, instance)
    limiter.reset()
    yield app
    # A file goes away; to a server the connections stay open.
    if database_url.startswith("sqlite"):
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def app_context(app: Flask) -> Iterator[Flask]:
    """The application inside its context, for tests that call operations and queries."""
    with app.app_context():
        yield app
        db.session.rollback()


@pytest.fixture
def db_session(app_context: Flask) -> Session:
    """The session that operations use, inside the application context."""
    return db.session()


@pytest.fixture
def cast(app_context: Flask, database_engine: str, databases: Databases) -> Cast:
    """The people, units and courses of tests/cast.py, committed on the day that the clock shows.

    Their dates count from that day, so a test that freezes the clock asks for `frozen` first.
    """
    keys = databases.fill(database_engine, str(clock.today()), _too_late)
    people = cast_from(keys)
    db.session.commit()
    return people


def _too_late(_url: str) -> Keys:
    pytest.fail("the clock was moved after the database was made: ask for `frozen` first")


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser that nobody has signed in to."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> SignIn:
    """`sign_in(person)`: a browser of its own in which the person's account is signed in."""

    def signed_in(who: Person | Account) -> FlaskClient:
        client = app.test_client()
        with app.app_context():
            session_data = _session_of(app, who)
        with client.session_transaction() as session:
            session.update(session_data)
        return client

    return signed_in


def _session_of(app: Flask, who: Person | Account) -> dict[str, Any]:
    """What Flask-Login keeps in the session of somebody who has just signed in."""
    from flask import session

    query = db.select(Account)
    if isinstance(who, Account):
        account = db.session.scalars(query.filter_by(id=who.id)).one()
    else:
        account = db.session.scalars(query.filter_by(person_id=who.id)).one()
    browser = {"User-Agent": app.test_client().environ_base["HTTP_USER_AGENT"]}
    with app.test_request_context("/", headers=browser):
        login_user(SignedIn(account))
        return dict(session)


@pytest.fixture
def count_queries() -> CountQueries:
    """A block that counts statements; what it gives has a `number`."""
    return queries.count_queries


@pytest.fixture
def frozen() -> Iterator[FrozenClock]:
    """The clock stands still at 3 March 2026, 09:00, until `frozen.move_to(...)`."""
    held = FrozenClock()
    yield held
    held.release()
