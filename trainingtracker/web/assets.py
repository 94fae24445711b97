"""Static files with the fingerprint of their content in the address, and the icons of a page."""

import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, g, request
from markupsafe import Markup
from werkzeug.wrappers import Response

_ENDPOINTS = {"static", "bootstrap.static"}
_SYMBOL = re.compile(
    r'<symbol[^>]*viewBox="([^"]+)"[^>]*id="([^"]+)"[^>]*>(.*?)</symbol>', re.DOTALL
)
_SPRITE = "icons/bootstrap-icons.svg"


def prepare(app: Flask) -> None:
    """Fingerprint every address of a static file, and give templates `icon()` and its sprite."""

    @app.url_defaults
    def add_fingerprint(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint in _ENDPOINTS and "v" not in values:
            folder = _folder(app, endpoint)
            if folder:
                values["v"] = fingerprint(Path(folder) / values["filename"])

    @app.after_request
    def cache_for_good(response: Response) -> Response:
        if request.endpoint in _ENDPOINTS:
            response.cache_control.public = True
            if "v" in request.args:
                response.cache_control.immutable = True
            else:
                response.cache_control.max_age = 3600
        return response

    sprite = Path(str(_folder(app, "bootstrap.static"))) / _SPRITE

    def icon(name: str, label: str = "") -> Markup:
        """An icon of the shipped set; decoration unless it carries a label."""
        _used_icons()[name] = _symbols(sprite)[name]
        return _drawn(name, label)

    def icon_sprite() -> Markup:
        """The drawings of the icons that this page has used; the last thing a page renders."""
        drawn = Markup().join(
            Markup('<symbol id="icon-{}" viewBox="{}">{}</symbol>').format(name, box, paths)
            for name, (box, paths) in _used_icons().items()
        )
        return Markup('<svg class="icon-sprite" aria-hidden="true">{}</svg>').format(drawn)

    app.jinja_env.globals.update(icon=icon, icon_sprite=icon_sprite)


@lru_cache(maxsize=1024)
def _drawn(name: str, label: str) -> Markup:
    meaning = (
        Markup('role="img" aria-label="{}"').format(label)
        if label
        else Markup('aria-hidden="true"')
    )
    return Markup('<svg class="icon" {}><use href="#icon-{}"></use></svg>').format(meaning, name)


def _used_icons() -> dict[str, tuple[str, Markup]]:
    try:
        found: dict[str, tuple[str, Markup]] = g.icons
    except AttributeError:
        found = g.icons = {}
    return found


def _folder(app: Flask, endpoint: str) -> str | None:
    owner = app if endpoint == "static" else app.blueprints["bootstrap"]
    return owner.static_folder


@lru_cache
def fingerprint(path: Path) -> str:
    """The first characters of the content's hash; empty for a file that does not exist."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else ""


@lru_cache
def _symbols(sprite: Path) -> dict[str, tuple[str, Markup]]:
    """Name to (viewBox, drawing) of every icon in Bootstrap's sprite: read by the first page."""
    return {
        name: (box, Markup(paths.strip()))  # noqa: S704 - the shipped drawings
        for box, name, paths in _SYMBOL.findall(sprite.read_text(encoding="utf-8"))
    }
