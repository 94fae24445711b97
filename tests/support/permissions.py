"""The permission matrix of tests/web/permissions.txt: which role may use which route."""

import re
from dataclasses import dataclass
from pathlib import Path

from tests.cast import Cast
from trainingtracker.models import Person

_FILE = Path(__file__).parents[1] / "web" / "permissions.txt"


@dataclass(frozen=True)
class Line:
    """One route with those who may use it."""

    method: str
    route: str
    allowed: frozenset[str]


def matrix() -> tuple[list[str], list[Line]]:
    """The roles, and a line for each method of each route."""
    rows = [
        re.split(r"\s{2,}", line.strip())
        for line in _FILE.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    roles = rows[0][1:]
    lines = []
    for name, *cells in rows[1:]:
        assert set(cells) <= {"x", "-"}, name
        method, _, route = name.partition(" ")
        allowed = {role for role, cell in zip(roles, cells, strict=True) if cell == "x"}
        lines.append(Line(method, route, frozenset(allowed)))
    return roles, lines


def player(cast: Cast, role: str) -> Person | None:
    """Who plays a role; nobody is signed in for "anyone"."""
    names = {"disability": "disability_representation"}
    found: Person | None = None if role == "anyone" else getattr(cast, names.get(role, role))
    return found
