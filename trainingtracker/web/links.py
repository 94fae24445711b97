"""Addresses in templates: `url_for`, which a long list asks for one address in every row."""

from functools import lru_cache
from typing import Any

from flask import Flask, has_request_context, request, url_for

# Ids that no row has, to find in an address where each of its numbers stands.
_STANDS_FOR = 2_147_483_000


def prepare(app: Flask) -> None:
    """Let templates use it."""
    patterns = lru_cache(maxsize=1024)(_pattern)

    def address(endpoint: str, **values: Any) -> str:
        """What Flask's `url_for` says; where only numbers differ, it is asked once."""
        if not values or not has_request_context() or not all(map(_is_id, values.values())):
            return url_for(endpoint, **values)
        return patterns(request.root_path, endpoint, tuple(values)).format(*values.values())

    app.jinja_env.globals["url_for"] = address


def _pattern(_root: str, endpoint: str, names: tuple[str, ...]) -> str:
    """The address with `{0}` where the first of the numbers stands; other braces are encoded."""
    numbers = range(_STANDS_FOR, _STANDS_FOR + len(names))
    values: dict[str, Any] = dict(zip(names, numbers, strict=True))
    pattern = url_for(endpoint, **values)
    for position, number in enumerate(numbers):
        pattern = pattern.replace(str(number), f"{{{position}}}")
    return pattern


def _is_id(value: object) -> bool:
    return type(value) is int and 0 <= value < _STANDS_FOR
