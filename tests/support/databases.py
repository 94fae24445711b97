"""One migrated template database per engine and test run; every test finds a database like it.

A file is copied for every test. On a server each process of the run has one database, which is put
back as it was after every test (lent.py). A test that needs a database besides has it copied.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from psycopg import sql

from rig import postgres
from rig.places import new_folder
from tests.support.lent import Lent

ENGINES = ("sqlite", "postgresql")
_TEMPLATE = "trainingtracker_template"
_CREATE = "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY"
_DROP = "DROP DATABASE {} WITH (FORCE)"

Migrate = Callable[[str, Path], None]
Made = TypeVar("Made")


class Databases:
    """The databases of one process of the test run.

    `templates` (engine -> file or server address) come ready-made from the process that
    distributes the tests; without them they are made when a test first asks.
    """

    def __init__(self, migrate: Migrate, templates: dict[str, str] | None = None) -> None:
        self._migrate = migrate
        self._templates = dict(templates or {})
        self._folder = new_folder("tt-databases-")
        self._own = self._folder.name.rpartition("-")[2].lower()
        self._servers: list[postgres.Server] = []
        self._numbers = count(1)
        self._filled: dict[tuple[str, str], tuple[str, Any]] = {}
        self._lent: dict[str, Lent] = {}

    def prepare(self, engines: tuple[str, ...]) -> dict[str, str]:
        """Make the templates now; what to hand to the other processes."""
        return {engine: self.template(engine) for engine in engines}

    def template(self, engine: str) -> str:
        """The migrated file, or the address of the server that holds the migrated database."""
        if engine not in self._templates:
            make = self._sqlite_template if engine == "sqlite" else self._postgresql_template
            self._templates[engine] = make()
        return self._templates[engine]

    @contextmanager
    def lend(self, engine: str, filled: str | None = None) -> Iterator[str]:
        """The address of a database for one test: migrated, or as `fill` has made it.

        Nobody else uses it meanwhile; what the test leaves there the next one does not find.
        """
        template = self._source(engine, filled)
        if engine == "sqlite":
            with self._copied(template, f"lent_{Path(template).stem}") as url:
                yield url
            return
        server, name = self.template(engine), self._lent_name(template)
        if template not in self._lent:
            _administer(server, _CREATE, name, template)
            self._lent[template] = Lent(_plain(address(server, name)))
        yield address(server, name)
        if not self._lent[template].put_back():
            self._lent.pop(template).close()
            _administer(server, _DROP, name)

    @contextmanager
    def copy(self, engine: str, filled: str | None = None) -> Iterator[str]:
        """The address of a database besides: migrated, or as `fill` has made it."""
        source, name = self._source(engine, filled), self._new_name("test")
        if engine == "sqlite":
            with self._copied(source, name) as url:
                yield url
            return
        with created(self.template(engine), name, source) as url:
            yield url

    @contextmanager
    def _copied(self, source: str, name: str) -> Iterator[str]:
        file = self._folder / f"{name}.sqlite3"
        shutil.copyfile(source, file)
        yield f"sqlite:///{file}"
        for leftover in self._folder.glob(f"{file.name}*"):
            leftover.unlink()

    def _source(self, engine: str, filled: str | None) -> str:
        """The file, or the name of the database, that a copy is made from."""
        template = self.template(engine)
        if filled:
            return self._filled[engine, filled][0]
        return template if engine == "sqlite" else _TEMPLATE

    def fill(self, engine: str, key: str, make: Callable[[str], Made]) -> Made:
        """What `make(address)` returned when it filled a copy that is now a template itself.

        It does so once a process; building the same people for every test costs much more than
        copying them.
        """
        if (engine, key) not in self._filled:
            name, source = self._new_name("filled"), self.template(engine)
            if engine == "sqlite":
                location = str(self._folder / f"{name}.sqlite3")
                shutil.copyfile(source, location)
                made = make(f"sqlite:///{location}")
            else:
                location = name
                _administer(source, _CREATE, name, _TEMPLATE)
                made = make(address(source, name))
            self._filled[engine, key] = (location, made)
        found: Made = self._filled[engine, key][1]
        return found

    def _new_name(self, kind: str) -> str:
        return f"{kind}_{self._own}_{next(self._numbers)}"

    def _lent_name(self, template: str) -> str:
        # Always the same: the application on it stays when the database is made anew.
        return f"lent_{self._own}_{template}"

    @contextmanager
    def empty(self, engine: str) -> Iterator[str]:
        """The address of a database without any table, for the tests of the migrations."""
        name = self._new_name("empty")
        if engine == "sqlite":
            yield f"sqlite:///{self._folder / name}.sqlite3"
            return
        with created(self.template(engine), name, "template1") as url:
            yield url

    def close(self) -> None:
        """Stop what was started and remove every file."""
        for template, lent in self._lent.items():
            lent.close()
            _administer(self.template("postgresql"), _DROP, self._lent_name(template))
        for server in self._servers:
            server.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _sqlite_template(self) -> str:
        file = self._folder / "template.sqlite3"
        self._migrate(f"sqlite:///{file}", self._folder)
        with_log = file.with_name(file.name + "-wal")
        if with_log.exists() and with_log.stat().st_size:
            raise RuntimeError("the template still has a write-ahead log; close its connections")
        return str(file)

    def _postgresql_template(self) -> str:
        server = postgres.start()
        self._servers.append(server)
        _administer(server.url, "DROP DATABASE IF EXISTS {}", _TEMPLATE)
        _administer(server.url, "CREATE DATABASE {}", _TEMPLATE)
        self._migrate(address(server.url, _TEMPLATE), self._folder)
        return server.url


@contextmanager
def created(server: str, name: str, template: str) -> Iterator[str]:
    """A database made from a template and dropped afterwards."""
    _administer(server, _CREATE, name, template)
    try:
        yield address(server, name)
    finally:
        _administer(server, _DROP, name)


def address(server: str, name: str) -> str:
    """The SQLAlchemy address of a database of this server."""
    whole, mark, options = server.partition("?")
    scheme, _, rest = whole.partition("://")
    host = rest.rpartition("/")[0] if "/" in rest else rest
    return f"{scheme.partition('+')[0]}+psycopg://{host}/{name}{mark}{options}"


def _plain(url: str) -> str:
    """An address for the driver alone."""
    return url.replace("postgresql+psycopg://", "postgresql://")


def _administer(server: str, statement: str, *names: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
