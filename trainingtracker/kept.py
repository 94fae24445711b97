"""Counts that are kept until anything changes: a look at a city should not count it again.

What counts as a change is read from the audit, which has a row for every changed row. Each process
keeps its own figures, so nothing has to be told to anybody when something changes.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, NamedTuple, TypeVar, cast

from sqlalchemy import literal_column, select

from trainingtracker.extensions import db
from trainingtracker.models import AuditEntry

Figure = TypeVar("Figure")

_MOST = 256

# PostgreSQL hands out numbers before it commits: one that is older than the newest may still come.
# Only while nobody else writes to this database is the newest number the mark of all there is.
_NOBODY_WRITES = """NOT EXISTS (
  SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
  AND backend_xid IS NOT NULL AND pid <> pg_backend_pid())"""
_figures: OrderedDict[Hashable, Any] = OrderedDict()
_lock = Lock()


class _Mark(NamedTuple):
    """The newest change that this transaction sees; not `settled` while others are writing."""

    database: str
    newest: Hashable
    settled: bool


def kept(key: Hashable, count: Callable[[], Figure]) -> Figure:
    """What `count` returns, or what it returned for the same key since when nothing has changed.

    The key names everything that the count depends on besides the data: the day, the scope, the
    filters. The result must not be changed by whoever gets it. Within a transaction that writes,
    and in the snapshot of an export, it is always counted anew.
    """
    mark = _mark()
    if not mark.settled:
        return count()
    full = (mark.database, mark.newest, key)
    with _lock:
        if full in _figures:
            _figures.move_to_end(full)
            return cast("Figure", _figures[full])
    counted = count()
    with _lock:
        _figures[full] = counted
        while len(_figures) > _MOST:
            _figures.popitem(last=False)
    return counted


def _mark() -> _Mark:
    session = db.session()
    database = str(db.engine.url)
    if session.info.get("mode", "read") != "read" or session.new or session.dirty:
        return _Mark(database, None, settled=False)
    quiet = _NOBODY_WRITES if db.engine.dialect.name == "postgresql" else "1"
    newest: Any = session.execute(
        select(AuditEntry.id, AuditEntry.at, literal_column(quiet).label("quiet"))
        .order_by(AuditEntry.id.desc())
        .limit(1)
    ).one_or_none()
    if newest is None:
        return _Mark(database, None, settled=False)
    return _Mark(database, (newest.id, newest.at), settled=bool(newest.quiet))
