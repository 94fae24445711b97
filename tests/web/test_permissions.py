"""The permission matrix: every route, every role, by real requests.

`permissions.txt` is the decision; a route that is not in it, or the other way round, fails.
"""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import Cast
from tests.conftest import SignIn
from tests.support.addresses import fill, things
from tests.support.permissions import matrix, player
from trainingtracker.web.access import rule_of

# Files that every page needs: style sheets, scripts, icons.
_ASSETS = {"static", "bootstrap.static"}


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


# Who may does not depend on the database; what each page shows is tried on both elsewhere.
@pytest.mark.parametrize("database_engine", ["sqlite"])
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
