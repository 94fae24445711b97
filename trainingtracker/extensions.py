"""The Flask extensions, made once and bound to the application in `app.py`.

The database session knows three ways to begin, chosen before its first query:

* ``read``: a plain BEGIN, one snapshot on SQLite;
* ``write``: BEGIN IMMEDIATE on SQLite, so that a writer waits at the start instead of failing
  halfway with "database is locked";
* ``snapshot``: REPEATABLE READ, READ ONLY on PostgreSQL, for exports that read in several queries.
"""

from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any, Literal

from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, Engine, MetaData, event
from sqlalchemy.orm import ColumnProperty, DeclarativeBase

if TYPE_CHECKING:
    from flask_migrate import Migrate

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Mode = Literal["read", "write", "snapshot"]
# How long a writer waits for another one on SQLite.
_PATIENCE_SECONDS = 30
# SQLite sorts in as much memory as it may keep pages in: an export of a million rows sorts on disk.
_USUAL_CACHE, _SMALL_CACHE = "PRAGMA cache_size=-32000", "PRAGMA cache_size=-1000"


class Model(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(naming_convention=NAMING)


@event.listens_for(Model, "attribute_instrument", propagate=True)
def _remember_what_was(_model: type[Model], _name: str, attribute: Any) -> None:
    """Have every column load its old value before it is overwritten, even when it was expired.

    The audit asks for it. It is said here because the first query that a module builds settles it.
    """
    if isinstance(attribute.property, ColumnProperty):
        event.listen(attribute, "set", _nothing, active_history=True)


def _nothing(_row: Model, _value: Any, _before: Any, _initiator: Any) -> None:
    """Listening is what matters."""


class ModalSession(FlaskSession):
    """A session that begins its transactions as its `mode` says."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Engine | Connection:
        bind = super().get_bind(*args, **kwargs)
        mode: Mode = self.info.get("mode", "read")
        if mode == "read" or not isinstance(bind, Engine):
            return bind
        return _engine_for(bind, mode)


def _engine_for(engine: Engine, mode: Mode) -> Engine:
    """The engine whose connections begin in `mode`, sharing the pool of `engine`.

    Kept beside the engine because a session holds one connection per engine object. The first to
    come decides for all threads: a session that met two objects would wait for its own lock.
    """
    variants: dict[str, Engine] = engine.__dict__.setdefault("_modes", {})
    return variants.get(mode) or variants.setdefault(mode, _variant(engine, mode))


def _variant(engine: Engine, mode: Mode) -> Engine:
    if engine.dialect.name == "sqlite":
        return engine.execution_options(begin_mode=mode)
    if mode == "snapshot":
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return engine


class Migrations:
    """What Flask-Migrate finds at the application, and alembic behind it only when it migrates.

    Importing them costs a quarter of a second and 10 MB, and hardly any process ever migrates.
    """

    def __init__(self, database: SQLAlchemy, directory: str, **configure_args: Any) -> None:
        self.db = database
        self.directory = directory
        self.configure_args = configure_args

    @cached_property
    def migrate(self) -> "Migrate":
        from flask_migrate import Migrate

        return Migrate(directory=self.directory)


db = SQLAlchemy(model_class=Model, session_options={"class_": ModalSession})
login_manager = LoginManager()
csrf = CSRFProtect()
babel = Babel()
limiter = Limiter(get_remote_address)


def begin(mode: Mode) -> None:
    """Choose how this session's transactions begin, from the next one on.

    Raises RuntimeError inside a transaction: the choice would come too late for its first query.
    """
    session = db.session()
    if session.in_transaction():
        raise RuntimeError("choose the mode before the first query of the transaction")
    session.info["mode"] = mode


def prepare_engine(engine: Engine) -> None:
    """Teach an SQLite engine explicit transactions, foreign keys and waiting for a lock.

    Writers of this process queue for their turn. SQLite itself would have each of them look again
    after a pause, and under a rush of people whoever is unlucky would give up after half a minute.
    """
    if engine.dialect.name != "sqlite":
        return
    turn = Lock()

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: Any) -> None:
        # The driver's own transaction handling starts none for reads; we say BEGIN ourselves.
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute(f"PRAGMA busy_timeout={_PATIENCE_SECONDS * 1000}")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute(_USUAL_CACHE)

    @event.listens_for(engine, "begin")
    def began(connection: Connection) -> None:
        mode = connection.get_execution_options().get("begin_mode")
        if mode == "snapshot":
            _take_a_small_cache(connection)
        if mode != "write":
            connection.exec_driver_sql("BEGIN")
            return
        # After that long the database is asked all the same, which then says what is wrong.
        connection.info["turn"] = turn.acquire(timeout=_PATIENCE_SECONDS)
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except BaseException:
            ended(connection.info)
            raise

    def ended(info: dict[Any, Any]) -> None:
        if info.pop("turn", False):
            turn.release()

    event.listen(engine, "commit", lambda connection: ended(connection.info))
    event.listen(engine, "rollback", lambda connection: ended(connection.info))
    # However a transaction has ended, whoever gives the connection back waits for nobody's turn.
    event.listen(engine, "checkin", lambda _connection, record: ended(record.info))
    event.listen(engine, "checkin", _give_the_usual_cache)


def _take_a_small_cache(connection: Connection) -> None:
    connection.info["small_cache"] = True
    connection.exec_driver_sql(_SMALL_CACHE)


def _give_the_usual_cache(connection: Any, record: Any) -> None:
    if record.info.pop("small_cache", False) and connection is not None:
        connection.execute(_USUAL_CACHE)
