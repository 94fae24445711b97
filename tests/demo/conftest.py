"""The example city, built once a process and engine; the tests only read it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from flask import Flask

from tests.support.applications import on
from tests.support.databases import Databases
from tests.support.frozen import FrozenClock
from trainingtracker.app import create_app
from trainingtracker.demo.city import build
from trainingtracker.extensions import db

STAFF = 300


@pytest.fixture(scope="session")
def cities(
    databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Flask]]:
    """`cities(engine)`: built when a test first asks for it, kept to the end."""
    built: dict[str, Flask] = {}
    with ExitStack() as kept:

        def city(engine: str) -> Flask:
            if engine not in built:
                url = kept.enter_context(databases.copy(engine))
                built[engine] = create_app(tmp_path_factory.mktemp("city"), on(url))
                held = FrozenClock()
                with built[engine].app_context():
                    kept.callback(db.engine.dispose)
                    build(STAFF, seed=7)
                    db.session.commit()
                held.release()
            return built[engine]

        yield city


@pytest.fixture
def city(
    cities: Callable[[str], Flask], database_engine: str, frozen: FrozenClock
) -> Iterator[Flask]:
    built = cities(database_engine)
    with built.app_context():
        yield built
        db.session.rollback()
