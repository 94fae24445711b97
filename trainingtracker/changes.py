"""What has changed, as the audit tells it, which has a row for every changed row."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Select, func, literal_column, or_, select, union_all

from trainingtracker.extensions import Model, db
from trainingtracker.models import AuditEntry
from trainingtracker.vocabulary import ChangeKind

# How far back it is worth looking for what has changed.
_FEW = 5_000

# PostgreSQL hands out numbers before it commits: one that is older than the newest may still come.
# Only while nobody else writes entries here is the newest number the mark of all there is. Whoever
# writes them holds this lock from before the first number until everybody sees it.
_NOBODY_WRITES = """NOT EXISTS (
  SELECT 1 FROM pg_locks WHERE locktype = 'relation' AND mode = 'RowExclusiveLock'
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND relation = 'audit_entry'::regclass
  AND pid IS DISTINCT FROM pg_backend_pid())"""


class Change(NamedTuple):
    """A changed row; `fields` has what changed as [before, after], of personal ones null."""

    table: str
    row_id: int
    kind: ChangeKind
    fields: Mapping[str, Any]


class Part(NamedTuple):
    """What is read of a table most changes of which make no difference to it."""

    model: type[Model]
    concerned: Callable[[Change], bool]


# Tables that something was counted from. None at all stands for every table.
Tables: TypeAlias = tuple[type[Model] | Part, ...]


class Newest(NamedTuple):
    """The last row of the audit. A database that was put back has another one of that number."""

    id: int | None
    at: datetime | None


class Mark(NamedTuple):
    """The newest change that this transaction sees; not `settled` while others are writing."""

    newest: Newest
    settled: bool


def mark(of: Tables) -> Mark:
    """The newest change of any of these tables."""
    row: Any = db.session.execute(_newest(db.engine.dialect.name, names(of))).one()
    return Mark(Newest(row.id, row.at), settled=bool(row.quiet))


def between(before: Newest, after: Newest, of: Tables) -> list[Change] | None:
    """The changes of these tables that concern them; None where they are too many to tell."""
    if before.id is None or after.id is None or not before.id < after.id < before.id + _FEW:
        return None
    first, *rows = db.session.execute(
        select(
            AuditEntry.id,
            AuditEntry.at,
            AuditEntry.table_name,
            AuditEntry.row_id,
            AuditEntry.kind,
            AuditEntry.changes,
        )
        .where(
            AuditEntry.id.between(before.id, after.id),
            or_(
                AuditEntry.id == before.id,
                AuditEntry.table_name.in_(names(of)),
            ),
        )
        .order_by(AuditEntry.id)
    ).all()
    if Newest(first.id, first.at) != before:
        return None
    found = (Change(row.table_name, row.row_id, row.kind, row.changes) for row in rows)
    return [each for each in found if any(_concerns(each, read) for read in of)]


def _concerns(change: Change, read: type[Model] | Part) -> bool:
    if change.table not in names((read,)):
        return False
    return not isinstance(read, Part) or read.concerned(change)


def names(of: Tables) -> tuple[str, ...]:
    """The tables by their names, each once."""
    models = (each.model if isinstance(each, Part) else each for each in of)
    return tuple(dict.fromkeys(model.__tablename__ for model in models))


@lru_cache
def _newest(dialect: str, names: tuple[str, ...]) -> Select[Any]:
    """The newest change of these tables, or of any; each is looked up at the end of an index."""
    newest_of_each = [
        select(func.max(AuditEntry.id).label("id")).where(AuditEntry.table_name == name)
        for name in names
    ] or [select(func.max(AuditEntry.id).label("id"))]
    each = union_all(*newest_of_each).subquery()
    newest = select(func.max(each.c.id).label("id")).subquery()
    quiet = _NOBODY_WRITES if dialect == "postgresql" else "1"
    return select(newest.c.id, AuditEntry.at, literal_column(quiet).label("quiet")).outerjoin_from(
        newest, AuditEntry, AuditEntry.id == newest.c.id
    )
