"""Core bulk writes that are audited: a plain bulk statement would pass the flush hook by."""

from collections.abc import Iterable, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any

from sqlalchemy import Table, bindparam, delete, func, select, update

from trainingtracker import clock
from trainingtracker.extensions import Model, db
from trainingtracker.models import AuditEntry
from trainingtracker.privacy.audit import UNAUDITED, audit_row, audited_inserts, chunks
from trainingtracker.privacy.journal import Written, note
from trainingtracker.privacy.rows import columns_of, insert_columns
from trainingtracker.vocabulary import ChangeKind

_PORTION = 5_000
_IDS_PER_QUERY = 500

# The id of a row, and what stood and stands in its columns.
_Change = tuple[int, dict[str, tuple[Any, Any]]]


def bulk_insert(
    model: type[Model], rows: Iterable[dict[str, Any]], *, keep_ids: bool = False
) -> list[int]:
    """Insert rows (column name to value) in portions and return their ids in the same order.

    `keep_ids`: the rows have been there before and bring their ids.
    """
    db.session.flush()
    ids: list[int] = []
    remaining = iter(rows)
    while portion := list(islice(remaining, _PORTION)):
        ids += _insert(model, portion, keep_ids=keep_ids)
    return ids


def _insert(model: type[Model], rows: list[dict[str, Any]], *, keep_ids: bool) -> list[int]:
    table = _table(model)
    connection = db.session.connection()
    ids = [row["id"] for row in rows] if keep_ids else _next_ids(table, len(rows))
    columns = columns_of(rows)
    insert_columns(connection, table, {**columns, "id": ids})
    if table.name not in UNAUDITED:
        insert_columns(
            connection,
            _table(AuditEntry),
            {
                "at": [clock.now()] * len(ids),
                "actor_id": [db.session.info.get("actor")] * len(ids),
                "table_name": [table.name] * len(ids),
                "row_id": ids,
                "kind": [ChangeKind.INSERT] * len(ids),
                "changes": audited_inserts(table.name, columns, len(ids)),
            },
            ready={"changes"},
        )
    _note(model, ChangeKind.INSERT, (), [(row_id,) for row_id in ids])
    return ids


def _next_ids(table: Table, number: int) -> list[int]:
    """Ids for new rows, taken before they are written.

    To ask the database for the ids of what it has inserted, in order, costs a statement a row on
    SQLite. There the transaction is the only writer; PostgreSQL has a sequence.
    """
    if not number:
        return []
    if db.session.get_bind().dialect.name == "sqlite":
        highest = db.session.scalar(select(func.max(table.c.id))) or 0
        return list(range(highest + 1, highest + 1 + number))
    sequence = func.pg_get_serial_sequence(table.name, "id")
    taken = select(func.nextval(sequence)).select_from(func.generate_series(1, number))
    return list(db.session.scalars(taken))


def bulk_update(model: type[Model], rows: list[dict[str, Any]]) -> None:
    """Update rows, each a dict with "id" and the new values; all with the same columns.

    Objects of this session that stand for these rows are expired. Written in the order of the ids,
    the one in which others lock these rows too: on PostgreSQL two that meet in another order would
    wait for each other.
    """
    if not rows:
        return
    rows = sorted(rows, key=itemgetter("id"))
    table = _table(model)
    columns = [name for name in rows[0] if name != "id"]
    before = current(model, [row["id"] for row in rows], columns)
    # On the connection, not the session: the ORM would want to synchronise row by row.
    statement = (
        update(table)
        .where(table.c.id == bindparam("_id"))
        .values({name: bindparam(f"_{name}") for name in columns})
    )
    connection = db.session.connection()
    for portion in chunks(rows, _PORTION):
        connection.execute(
            statement,
            [{"_id": row["id"], **{f"_{name}": row[name] for name in columns}} for row in portion],
        )
    _audit(
        model,
        ChangeKind.UPDATE,
        (
            (row["id"], {name: (before[row["id"]][name], row[name]) for name in columns})
            for row in rows
        ),
    )
    _note(
        model,
        ChangeKind.UPDATE,
        columns,
        [(row["id"], *(before[row["id"]][name] for name in columns)) for row in rows],
    )
    db.session.expire_all()


def bulk_delete(model: type[Model], ids: Sequence[int]) -> None:
    """Delete rows; objects of this session that stand for them are expired."""
    table = _table(model)
    columns = [column.name for column in table.columns if column.name != "id"]
    db.session.flush()
    for start in range(0, len(ids), _IDS_PER_QUERY):
        portion = list(ids[start : start + _IDS_PER_QUERY])
        before = current(model, portion, columns)
        db.session.connection().execute(delete(table).where(table.c.id.in_(portion)))
        _audit(
            model,
            ChangeKind.DELETE,
            (
                (row_id, {name: (row[name], None) for name in columns})
                for row_id, row in before.items()
            ),
        )
        _note(
            model,
            ChangeKind.DELETE,
            columns,
            [(row_id, *(row[name] for name in columns)) for row_id, row in before.items()],
        )
    db.session.expire_all()


def _table(model: type[Model]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table


def current(model: type[Model], ids: list[int], columns: list[str]) -> dict[int, dict[str, Any]]:
    """What stands in columns of rows now, by id."""
    table = _table(model)
    found: dict[int, dict[str, Any]] = {}
    for start in range(0, len(ids), _IDS_PER_QUERY):
        portion = ids[start : start + _IDS_PER_QUERY]
        query = select(table.c.id, *(table.c[name] for name in columns)).where(
            table.c.id.in_(portion)
        )
        for row in db.session.execute(query).mappings():
            found[row["id"]] = dict(row)
    return found


def _note(
    model: type[Model], kind: ChangeKind, columns: Sequence[str], rows: list[tuple[Any, ...]]
) -> None:
    table = _table(model).name
    if table not in UNAUDITED:
        note(db.session.info, Written(table, kind, tuple(columns), rows))


def _audit(model: type[Model], kind: ChangeKind, written: Iterable[_Change]) -> None:
    table = _table(model).name
    if table in UNAUDITED:
        return
    at, actor_id = clock.now(), db.session.info.get("actor")
    entries = (audit_row(at, actor_id, table, row_id, kind, each) for row_id, each in written)
    kept = [entry for entry in entries if entry is not None]
    insert_columns(db.session.connection(), _table(AuditEntry), columns_of(kept))
