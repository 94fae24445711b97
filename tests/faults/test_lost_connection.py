"""The database goes away and comes back: an error page meanwhile, and no restart."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import psycopg
import pytest
from flask import Flask
from psycopg import sql
from sqlalchemy import make_url

from tests.cast import Cast
from tests.conftest import SignIn
from tests.faults.invariants import assert_whole, live
from tests.support.databases import Databases
from trainingtracker.extensions import db

Administrator = psycopg.Connection[tuple[Any, ...]]


# A file has no connection that could be lost.
pytestmark = pytest.mark.parametrize("database_engine", ["postgresql"])


@pytest.fixture
def server(app: Flask, databases: Databases) -> Iterator[Administrator]:
    """A connection of an administrator, to another database of the same server."""
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    with psycopg.connect(databases.template("postgresql"), autocommit=True) as connection:
        yield connection


def name() -> str:
    return str(db.engine.url.database)


def end_connections(server: Administrator) -> None:
    server.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name()]
    )


@contextmanager
def gone(server: Administrator) -> Iterator[None]:
    """Every connection is ended and no new one is let in."""
    allow = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
    server.execute(allow.format(sql.Identifier(name()), sql.SQL("false")))
    end_connections(server)
    yield
    server.execute(allow.format(sql.Identifier(name()), sql.SQL("true")))


def test_connections_that_were_ended_are_made_anew_unnoticed(
    cast: Cast, sign_in: SignIn, server: Administrator
) -> None:
    browser = sign_in(cast.employee)
    assert browser.get("/").status_code == 200
    db.session.rollback()
    db.session.remove()
    end_connections(server)
    assert browser.get("/").status_code == 200


def test_while_the_database_is_gone_every_page_says_so(
    cast: Cast, sign_in: SignIn, server: Administrator
) -> None:
    browser = sign_in(cast.employee)
    path = f"/offerings/{cast.funding_offering.id}/enrolments"
    assert browser.get("/").status_code == 200
    db.session.remove()
    with gone(server):
        for answer in (browser.get("/"), browser.get("/courses"), browser.post(path)):
            assert answer.status_code == 503
            assert "<h1>Das ist gerade nicht erreichbar" in answer.text
            assert "es wurde nichts gespeichert" in answer.text
            assert '<footer class="site-footer">' in answer.text
        health = browser.get("/healthz")
        assert (health.status_code, health.text) == (503, "database\n")
    assert browser.get("/healthz").status_code == 200
    assert browser.post(path).status_code == 303
    assert_whole()


def test_a_connection_lost_halfway_leaves_nothing_behind(
    app: Flask, cast: Cast, sign_in: SignIn, server: Administrator
) -> None:
    browser = sign_in(cast.employee)
    person, offering = cast.employee.id, cast.funding_offering.id
    path = f"/offerings/{offering}/enrolments"
    db.session.remove()
    answers: list[int] = []

    def ask() -> None:
        answers.append(browser.post(path).status_code)

    address = make_url(db.engine.url).set(drivername="postgresql")
    with psycopg.connect(address.render_as_string(hide_password=False)) as in_the_way:
        in_the_way.execute("UPDATE offering SET version = version WHERE id = %s", [offering])
        asking = Thread(target=ask)
        asking.start()
        waiting = None
        while waiting is None:
            waiting = server.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'",
                [name()],
            ).fetchone()
        server.execute("SELECT pg_terminate_backend(%s)", [waiting[0]])
        asking.join()
        in_the_way.rollback()
    assert answers == [503]
    assert live() == {}
    assert browser.post(path).status_code == 303
    assert live() == {person: 1}
    assert_whole()
