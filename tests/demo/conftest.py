"""The example city, built once a process and engine; the tests only read it."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.conftest import on
from tests.support.databases import Databases
from tests.support.frozen import FrozenClock
from trainingtracker.app import create_app
from trainingtracker.demo.city import build
from trainingtracker.extensions import db

STAFF = 300


@pytest.fixture(scope="session")
def built(
    database_engine: str, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    with databases.copy(database_engine) as url:
        app = create_app(tmp_path_factory.mktemp("city"), on(url))
        held = FrozenClock()
        with app.app_context():
            build(STAFF, seed=7)
            db.session.commit()
        held.release()
        yield app
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def city(built: Flask, frozen: FrozenClock) -> Iterator[Flask]:
    with built.app_context():
        yield built
        db.session.rollback()
