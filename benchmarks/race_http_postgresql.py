"""The race for places on PostgreSQL, on a server that is started for it where none is given."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from flask_migrate import upgrade
from psycopg import sql
from sqlalchemy import make_url

from benchmarks.measuring import Figure
from benchmarks.race import Outcome, app_on, bare, figure, prepare_race, race
from benchmarks.workshop import Workshop
from rig import postgres
from trainingtracker.extensions import db

_REPETITIONS = 3
_CITY = "trainingtracker_race"


def prepare(_workshop: Workshop) -> None:
    """Nothing: the server lives as long as the process that measures."""


def run(workshop: Workshop) -> Iterator[Figure]:
    instance = workshop.folder / "instance"
    server = postgres.start()
    try:
        with _database(server.url, _CITY) as city:
            _migrate(workshop, city)
            prepare_race(instance, city, workshop.staff)
            outcomes: list[Outcome] = []
            limits: list[float] = []
            for _ in range(_REPETITIONS):
                with _database(server.url, f"{_CITY}_run", template=_CITY) as url:
                    outcomes.append(race(instance, url))
                with _database(server.url, f"{_CITY}_run", template=_CITY) as url:
                    limits.append(bare(instance, url, outcomes[-1]))
    finally:
        server.stop()
    yield figure("race_http_postgresql", workshop.staff, outcomes, limits)


def _migrate(workshop: Workshop, url: str) -> None:
    with app_on(workshop.folder / "instance", url).app_context():
        upgrade()
        db.engine.dispose()


@contextmanager
def _database(server: str, name: str, template: str = "template0") -> Iterator[str]:
    """The address of a database that is dropped afterwards."""
    with psycopg.connect(server, autocommit=True) as connection:
        made = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'")
        connection.execute(made.format(sql.Identifier(name), sql.Identifier(template)))
    yield (
        make_url(server)
        .set(drivername="postgresql+psycopg", database=name)
        .render_as_string(hide_password=False)
    )
    with psycopg.connect(server, autocommit=True) as connection:
        dropped = sql.SQL("DROP DATABASE {} WITH (FORCE)")
        connection.execute(dropped.format(sql.Identifier(name)))
