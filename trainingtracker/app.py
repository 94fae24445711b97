"""The application factory: configuration, extensions, pages, audit hook."""

import gc
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from flask_bootstrap import Bootstrap5
from limits.errors import ConfigurationError
from werkzeug.middleware.proxy_fix import ProxyFix

from trainingtracker import config, models
from trainingtracker.errors import StartError
from trainingtracker.extensions import (
    Migrations,
    babel,
    csrf,
    db,
    limiter,
    login_manager,
    prepare_engine,
)
from trainingtracker.privacy import audit
from trainingtracker.text import TRANSLATIONS
from trainingtracker.web import register_pages
from trainingtracker.web.accounts.language import choose_language

__all__ = ["create_app", "models"]

# The session factory is one for the process, however many applications tests make.
audit.register(db.session.session_factory)


def create_app(instance: Path | None = None, overrides: Mapping[str, Any] | None = None) -> Flask:
    """The application of an installation.

    `overrides` win over file and environment (tests). Raises errors.StartError with one sentence
    when the configuration is wrong. Opens no database connection.
    """
    folder = instance or config.instance_folder()
    app = Flask(
        "trainingtracker",
        instance_path=str(folder),
        template_folder=str(config.resource_folder("templates")),
        static_folder=str(config.PACKAGE / "static"),
    )
    app.config.from_mapping(config.load(folder))
    app.config.from_mapping(overrides or {})
    if hops := app.config["PROXY_HOPS"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, hops, hops, hops, hops)  # type: ignore[method-assign]
    _bind_extensions(app)
    register_pages(app)
    _settle()
    return app


def _settle() -> None:
    """What is loaded by now lives as long as the process: nobody needs to look for garbage in it.

    Otherwise whatever makes many objects, as a long export, has all of it looked through again and
    again, for a fifth of its time. Once is enough, however many applications tests make.
    """
    if not gc.get_freeze_count():
        gc.freeze()


def _bind_extensions(app: Flask) -> None:
    db.init_app(app)
    folder = str(config.resource_folder("migrations"))
    app.extensions["migrate"] = Migrations(db, folder, compare_type=True, render_as_batch=True)
    login_manager.init_app(app)
    csrf.init_app(app)
    babel.init_app(
        app,
        locale_selector=choose_language,
        default_translation_directories=str(TRANSLATIONS),
    )
    _count_attempts(app)
    Bootstrap5(app)
    with app.app_context():
        for engine in db.engines.values():
            prepare_engine(engine)


def _count_attempts(app: Flask) -> None:
    """Bind the limiter to its storage; StartError where that cannot be used."""
    try:
        limiter.init_app(app)
    except ConfigurationError as error:
        raise StartError(
            f"{config.PREFIX}RATE_LIMIT_STORAGE cannot be used ({error}); for Redis, install the"
            " package redis."
        ) from error
