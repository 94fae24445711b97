"""Addresses that come from outside: only paths of this site, only ids that can exist."""

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, url_for
from werkzeug.routing import IntegerConverter, Map

_LARGEST_ID = 2**31 - 1


class IdConverter(IntegerConverter):
    """The `int` of a route: a number beyond what the databases hold is no page of ours."""

    def __init__(self, map: Map, *args: Any, **options: Any) -> None:
        options.setdefault("max", _LARGEST_ID)
        super().__init__(map, *args, **options)


def prepare(app: Flask) -> None:
    """Read ids in addresses; before the first route is registered."""
    app.url_map.converters["int"] = IdConverter


def own_address(asked: str | None) -> str:
    """The path asked for where it is one of this site, else the start page."""
    home = url_for("my_training.home")
    if not asked or not asked.startswith("/") or asked.startswith(("//", "/\\")):
        return home
    if any(ord(character) <= 0x20 or character == "\\" for character in asked):
        return home
    parts = urlsplit(asked)
    return home if parts.scheme or parts.netloc else asked
