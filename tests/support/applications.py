"""One application for each database of the tests, which one test after the other uses.

Making an application and reading its templates costs more than most tests. What a test sets in the
configuration the next one does not find, and each has an instance folder of its own. A test that
changes more than that, as by adding a page, makes an application itself.
"""

from pathlib import Path
from typing import Any

from flask import Flask, has_app_context

from tests.support.compiled import Compiled
from trainingtracker import config
from trainingtracker.app import create_app
from trainingtracker.extensions import db

_IN_TESTS = {"TESTING": True, "WTF_CSRF_ENABLED": False}


def on(url: str) -> dict[str, Any]:
    """The settings that put an application on a database."""
    on_file, on_server = {"connect_args": {"timeout": 30}}, {"pool_size": 20, "pool_pre_ping": True}
    options = on_file if url.startswith("sqlite") else on_server
    return {"SQLALCHEMY_DATABASE_URI": url, "SQLALCHEMY_ENGINE_OPTIONS": options}


class Applications:
    """The applications of one process of the run, by the addresses of their databases."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[Flask, dict[str, Any]]] = {}
        self._compiled = Compiled()

    def at(self, url: str, instance: Path) -> Flask:
        """The application on this database, as one that has just been made in this folder."""
        if url not in self._made:
            app = create_app(instance, on(url))
            with app.app_context():
                self._compiled.share(app, db.engine)
            _give_requests_a_context_of_their_own(app)
            self._made[url] = app, dict(app.config)
        app, settings = self._made[url]
        app.instance_path = str(instance)
        app.config.clear()
        app.config.update(settings | config.load(instance) | on(url) | _IN_TESTS)
        return app


def _give_requests_a_context_of_their_own(app: Flask) -> None:
    """A request shares neither `g` nor the database session with the test, as in production.

    What the test has prepared is committed first, so that the request finds it.
    """
    served = app.wsgi_app

    def in_own_context(environ: Any, start_response: Any) -> Any:
        if has_app_context():
            db.session.commit()
        with app.app_context():
            answered = served(environ, start_response)
            # What is sent while it is made needs the context until its end.
            try:
                return list(answered)
            finally:
                getattr(answered, "close", lambda: None)()

    app.wsgi_app = in_own_context  # type: ignore[method-assign]
