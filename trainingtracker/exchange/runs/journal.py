"""What bringing a list in has written, kept as JSON with its run."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import Table, delete, func, select

from trainingtracker import privacy
from trainingtracker.extensions import db
from trainingtracker.models import AuditEntry, ImportWrite
from trainingtracker.privacy.audit import plain
from trainingtracker.privacy.journal import Written
from trainingtracker.vocabulary import ChangeKind

# Rows of one statement are kept in portions that stay readable.
_PORTION = 5_000


@dataclass(frozen=True)
class Footprint:
    """What a transaction has written since audit entry `since`."""

    since: int
    written: list[Written]

    def audited(self) -> list[int]:
        """Its first and its last audit entry."""
        return [self.since + 1, _last_audited()]


@contextmanager
def footprint() -> Iterator[Footprint]:
    """Everything that this session writes until the end of the block."""
    since = _last_audited()
    with privacy.journal() as written:
        yield Footprint(since, written)


def _last_audited() -> int:
    return db.session.scalar(select(func.max(AuditEntry.id))) or 0


def keep(run_id: int, written: Iterable[Written]) -> None:
    rows = [
        {
            "run_id": run_id,
            "position": position,
            "table_name": each.table,
            "kind": each.kind,
            "detail": _packed(each),
        }
        for position, each in enumerate(_portions(_together(written)), start=1)
    ]
    privacy.bulk_insert(ImportWrite, rows)


def kept(run_id: int) -> list[ImportWrite]:
    """In the order in which it was written."""
    query = select(ImportWrite).where(ImportWrite.run_id == run_id)
    return list(db.session.scalars(query.order_by(ImportWrite.position)))


def forget(run_id: int) -> None:
    db.session.execute(delete(ImportWrite).where(ImportWrite.run_id == run_id))


def ids(write: ImportWrite) -> list[int]:
    """The rows that were written."""
    if write.kind is ChangeKind.INSERT:
        return [n for first, last in write.detail["ids"] for n in range(first, last + 1)]
    return [row[0] for row in write.detail["rows"]]


def before(write: ImportWrite, table: Table) -> list[dict[str, Any]]:
    """What stood in changed and deleted rows, each with its id."""
    columns = write.detail["columns"]
    read = [_reader(table, name) for name in columns]
    return [
        {"id": row_id}
        | {
            name: None if value is None else typed(value)
            for name, typed, value in zip(columns, read, values, strict=True)
        }
        for row_id, *values in write.detail["rows"]
    ]


def _together(written: Iterable[Written]) -> Iterator[Written]:
    """What was written row by row, as if it had been written at once; no row twice in one."""
    held: Written | None = None
    seen: set[Any] = set()
    for each in written:
        ids = {row[0] for row in each.rows}
        alike = held and (held.table, held.kind, held.columns) == (
            each.table, each.kind, each.columns,
        )  # fmt: skip
        if held and alike and seen.isdisjoint(ids):
            held.rows.extend(each.rows)
            seen |= ids
            continue
        if held:
            yield held
        held, seen = replace(each, rows=list(each.rows)), ids
    if held:
        yield held


def _portions(written: Iterable[Written]) -> Iterator[Written]:
    for each in written:
        for start in range(0, len(each.rows), _PORTION):
            rows = each.rows[start : start + _PORTION]
            yield Written(each.table, each.kind, each.columns, rows)


def _packed(written: Written) -> dict[str, Any]:
    if written.kind is ChangeKind.INSERT:
        return {"ids": _ranges(row[0] for row in written.rows)}
    rows = [[row_id, *map(plain, values)] for row_id, *values in written.rows]
    return {"columns": list(written.columns), "rows": rows}


def _ranges(numbers: Iterable[int]) -> list[list[int]]:
    ranges: list[list[int]] = []
    for number in sorted(numbers):
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ranges


def _reader(table: Table, name: str) -> Any:
    """Turns JSON into what the column holds."""
    kind = table.c[name].type.python_type
    if kind in (datetime, date):
        return kind.fromisoformat
    return kind if kind is Decimal or issubclass(kind, Enum) else _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def by_table(writes: Sequence[ImportWrite], kind: ChangeKind) -> dict[str, list[int]]:
    """Table -> the ids of its rows, each once."""
    found: dict[str, dict[int, None]] = {}
    for write in writes:
        if write.kind is kind:
            found.setdefault(write.table_name, {}).update(dict.fromkeys(ids(write)))
    return {table: list(numbers) for table, numbers in found.items()}
