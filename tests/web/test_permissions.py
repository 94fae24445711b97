"""The permission matrix: every route, every role, by real requests.

`permissions.txt` is the decision; a route that is not in it, or the other way round, fails.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import Cast
from tests.conftest import SignIn
from tests.support.addresses import fill, things
from trainingtracker.models import Person
from trainingtracker.web.access import rule_of

_FILE = Path(__file__).with_name("permissions.txt")
# Files that every page needs: style sheets, scripts, icons.
_ASSETS = {"static", "bootstrap.static"}


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


ROLES, LINES = matrix()


def test_every_route_is_decided_in_the_matrix(app: Flask) -> None:
    routes = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in _ASSETS
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert {(line.method, line.route) for line in LINES} == routes


def test_every_view_carries_a_decision(app: Flask) -> None:
    undecided = [rule.rule for rule in app.url_map.iter_rules() if not rule_of(app, rule.endpoint)]
    assert undecided == []


@pytest.mark.parametrize("role", ROLES)
def test_a_role_reaches_what_the_matrix_says(
    role: str, app: Flask, cast: Cast, client: FlaskClient, sign_in: SignIn
) -> None:
    values = things(cast)
    person = player(cast, role)
    surprises = []
    for line in LINES:
        browser = sign_in(person) if person else client
        with browser.open(fill(line.route, values), method=line.method) as response:
            refused = response.status_code == 403 or (
                response.status_code == 303
                and response.location.startswith("/sign-in")
                and line.route != "/sign-out"
            )
        if refused == (role in line.allowed):
            surprises.append(f"{line.method} {line.route}: {response.status}")
    assert surprises == []


def player(cast: Cast, role: str) -> Person | None:
    """Who plays a role; nobody is signed in for "anyone"."""
    names = {"disability": "disability_representation"}
    found: Person | None = None if role == "anyone" else getattr(cast, names.get(role, role))
    return found
