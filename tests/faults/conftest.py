"""An installation as on a machine: a database of its own and an application beside the server."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from flask import Flask

from tests.support.applications import on
from tests.support.databases import Databases
from trainingtracker.app import create_app
from trainingtracker.extensions import db

Installed = Callable[[str], AbstractContextManager[tuple[Flask, str]]]


@pytest.fixture
def installed(databases: Databases, instance: Path) -> Installed:
    """A factory of installations; the block is inside the context of the application."""

    @contextmanager
    def made(engine: str) -> Iterator[tuple[Flask, str]]:
        with databases.copy(engine) as url:
            app = create_app(instance, on(url))
            with app.app_context():
                try:
                    yield app, url
                finally:
                    db.session.remove()
                    db.engine.dispose()

    return made
