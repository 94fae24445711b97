"""Pages through the whole application, beside bare SQL and a bare Jinja template."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from jinja2 import Environment
from sqlalchemy import Engine, event

from benchmarks.measuring import Figure, side_by_side
from benchmarks.registry import CITY
from benchmarks.workshop import Workshop
from trainingtracker.demo.accounts import PASSWORD

_REPETITIONS = 25
_NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")


@dataclass(frozen=True)
class BarePage:
    """What cannot be done without: the statements (name -> SQL) and a template of their rows."""

    statements: Mapping[str, str]
    template: str
    values: Mapping[str, Any] = field(default_factory=dict)


def prepare(workshop: Workshop) -> None:
    """Have the city built, for the first benchmark that needs one of this size."""
    workshop.make_city()


def measure(
    workshop: Workshop,
    name: str,
    login: str,
    address: str,
    bare: BarePage,
    database: Path | None = None,
) -> Figure:
    """Server time of a page for whoever signs in as `login`; in the city unless told otherwise."""
    staff = workshop.staff
    full_name = name if staff == CITY else f"{name}_{staff // 1000}k"
    city = database or workshop.city
    with workshop.serving(city) as app, closing(sqlite3.connect(city)) as connection:
        connection.execute("PRAGMA cache_size=-32000")
        client = _signed_in(app, login)
        template = Environment(autoescape=True).from_string(bare.template)

        def show() -> None:
            answer = client.get(address)
            if answer.status_code != 200:
                raise ValueError(f"{address} answers {answer.status}")

        def show_bare() -> None:
            found = {
                name: connection.execute(statement, bare.values).fetchall()
                for name, statement in bare.statements.items()
            }
            template.render(found)

        seconds, limit_seconds, memory = side_by_side(show, show_bare, _REPETITIONS)
        return Figure(full_name, seconds, limit_seconds, memory, staff, _queries(client, address))


def _signed_in(app: Flask, login: str) -> FlaskClient:
    client = app.test_client()
    answer = client.post("/sign-in", data={"login": login, "password": PASSWORD})
    if answer.status_code != 303:
        raise ValueError(f"{login} cannot sign in: {answer.status}")
    return client


def _queries(client: FlaskClient, address: str) -> int:
    """The statements that one more look takes."""
    statements: list[str] = []

    def sent(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(_NOT_COUNTED):
            statements.append(statement)

    event.listen(Engine, "before_cursor_execute", sent)
    client.get(address)
    event.remove(Engine, "before_cursor_execute", sent)
    return len(statements)
