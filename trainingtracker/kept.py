"""Figures that are kept until anything changes: a look at a city should not count it again.

What counts as a change is read from the audit, which has a row for every changed row. Each process
keeps its own figures, so nothing has to be told to anybody when something changes.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import lru_cache
from threading import Lock
from time import monotonic, thread_time
from typing import Any, NamedTuple, TypeVar, cast

from sqlalchemy import Select, func, literal_column, select, union_all

from trainingtracker.extensions import Model, db
from trainingtracker.models import AuditEntry

Figure = TypeVar("Figure")
Models = tuple[type[Model], ...]

_LONG_SECONDS = 1.0
_GOOD_FOR = 60

# PostgreSQL hands out numbers before it commits: one that is older than the newest may still come.
# Only while nobody else writes entries here is the newest number the mark of all there is. Whoever
# writes them holds this lock from before the first number until everybody sees it.
_NOBODY_WRITES = """NOT EXISTS (
  SELECT 1 FROM pg_locks WHERE locktype = 'relation' AND mode = 'RowExclusiveLock'
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND relation = 'audit_entry'::regclass
  AND pid IS DISTINCT FROM pg_backend_pid())"""


class _Mark(NamedTuple):
    """The newest change that this transaction sees; not `settled` while others are writing."""

    newest: Hashable
    settled: bool


class _Shelf:
    """One figure a key, with the mark at which it was counted; the longest unused make room."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._figures: OrderedDict[Hashable, tuple[Hashable, Any, float]] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Hashable, newest: Hashable) -> tuple[Any] | None:
        """The figure by itself in a tuple, for it may be None; None where there is none."""
        with self._lock:
            mark, figure, until = self._figures.get(key, (None, None, 0.0))
            if key not in self._figures or (mark != newest and monotonic() >= until):
                return None
            self._figures.move_to_end(key)
            return (figure,)

    def clear(self) -> None:
        with self._lock:
            self._figures.clear()

    def put(self, key: Hashable, newest: Hashable, figure: Any, until: float = 0.0) -> None:
        """`until` then it is good enough, whatever changes."""
        with self._lock:
            self._figures[key] = newest, figure, until
            self._figures.move_to_end(key)
            while len(self._figures) > self._most:
                self._figures.popitem(last=False)


_small, _large = _Shelf(256), _Shelf(16)


def kept(
    key: Hashable,
    count: Callable[[], Figure],
    *,
    of: Models = (),
    large: bool = False,
    long: bool = False,
) -> Figure:
    """What `count` returns, or what it returned for the same key since when nothing has changed.

    The key names everything that the count depends on besides the data: the day, the scope, the
    filters. `of` are the tables that it reads, all of them; without it a change of any table
    counts. Of what is `large`, as a whole tree of units, a few are kept. The result is shared by
    all threads and must not be changed by whoever gets it.

    A figure to look at that takes `long` is not counted anew after every change: nobody should
    wait for it twice in a row. Once it has taken more than a second it is shown for sixty times as
    long as it took.

    A transaction that writes is given what was kept before it, until it changes something itself;
    what it counts is not kept, for it may be taken back. In the snapshot of an export it is always
    counted anew.
    """
    session = db.session()
    mode = session.info.get("mode", "read")
    if mode == "snapshot" or session.new or session.dirty or session.deleted:
        return count()
    mark = _mark(of)
    shelf, place = (_large if large else _small), (str(db.engine.url), key)
    # What was kept while nobody wrote holds until a later number comes: those who write now will
    # have later ones.
    found = shelf.find(place, mark.newest)
    if found:
        return cast("Figure", found[0])
    begun = thread_time()
    counted = count()
    took = thread_time() - begun
    if mode == "read" and mark.settled:
        good = monotonic() + took * _GOOD_FOR if long and took > _LONG_SECONDS else 0.0
        shelf.put(place, mark.newest, counted, good)
    return counted


def forget() -> None:
    """Let everything be counted anew, as in a process that has just started."""
    _small.clear()
    _large.clear()


def _mark(of: Models) -> _Mark:
    row: Any = db.session.execute(_newest(db.engine.dialect.name, of)).one()
    return _Mark((row.id, row.at), settled=bool(row.quiet))


@lru_cache
def _newest(dialect: str, of: Models) -> Select[Any]:
    """The newest change of these tables, or of any; each is looked up at the end of an index."""
    newest_of_each = [
        select(func.max(AuditEntry.id).label("id")).where(
            AuditEntry.table_name == model.__tablename__
        )
        for model in of
    ] or [select(func.max(AuditEntry.id).label("id"))]
    each = union_all(*newest_of_each).subquery()
    newest = select(func.max(each.c.id).label("id")).subquery()
    quiet = _NOBODY_WRITES if dialect == "postgresql" else "1"
    return select(newest.c.id, AuditEntry.at, literal_column(quiet).label("quiet")).outerjoin_from(
        newest, AuditEntry, AuditEntry.id == newest.c.id
    )
