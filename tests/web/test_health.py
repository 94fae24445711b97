"""/healthz: what a load balancer asks."""

import shutil
from collections import namedtuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from tests.cast import Cast
from tests.conftest import CountQueries, SignIn
from trainingtracker.extensions import db


def test_all_is_well_in_a_word(client: FlaskClient, database_url: str) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text, answer.mimetype) == (200, "ok\n", "text/plain")


def test_it_knows_nobody_and_asks_little(
    cast: Cast, sign_in: SignIn, count_queries: CountQueries
) -> None:
    client = sign_in(cast.employee)
    client.get("/healthz")
    with count_queries() as queries:
        answer = client.get("/healthz")
    # The tables there are, and the revision.
    assert queries.number <= 2
    assert "Set-Cookie" not in answer.headers


def test_a_database_of_another_version_is_named(client: FlaskClient, app: Flask) -> None:
    with app.app_context():
        db.session.execute(text("UPDATE alembic_version SET version_num = 'ffff'"))
        db.session.commit()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (503, "migrations\n")


def test_a_full_disk_is_named(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", ["total", "used", "free"])
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9, 0))
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (503, "disk\n")
