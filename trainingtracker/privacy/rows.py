"""Many new rows to the driver, a column at a time.

SQLAlchemy turns each row into parameters by itself; for a hundred thousand rows that takes longer
than the database. Here each column is turned as a whole, equal values once.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import JSON, Column, Connection, Table, insert

Columns = Mapping[str, Sequence[Any]]

_PORTION = 5_000


def columns_of(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """The rows, which all have the same columns, by column."""
    return {name: [row[name] for row in rows] for name in rows[0]} if rows else {}


def insert_columns(
    connection: Connection, table: Table, columns: Columns, ready: Collection[str] = ()
) -> None:
    """Insert rows given by column; defaults of the others are filled in.

    The columns `ready` hold already what the database stores.
    """
    number = len(next(iter(columns.values()), ()))
    if not number:
        return
    every = {**columns, **_defaults(table, columns, number)}
    compiled = (
        insert(table)
        .values(dict.fromkeys(every))
        .compile(dialect=connection.dialect, column_keys=list(every))
    )
    names = list(compiled.positiontup or every)
    stored = [
        every[name] if name in ready else _stored(connection, table.c[name], every[name])
        for name in names
    ]
    for start in range(0, number, _PORTION):
        portion = zip(*(values[start : start + _PORTION] for values in stored), strict=True)
        if compiled.positional:
            connection.exec_driver_sql(str(compiled), list(portion))
        else:
            named = [dict(zip(names, values, strict=True)) for values in portion]
            connection.exec_driver_sql(str(compiled), named)


def _defaults(table: Table, columns: Columns, number: int) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for column in table.columns:
        default: Any = column.default
        if column.name in columns or default is None:
            continue
        if default.is_scalar:
            found[column.name] = [default.arg] * number
        elif default.is_callable:
            found[column.name] = [default.arg(None) for _ in range(number)]
    return found


def _stored(connection: Connection, column: Column[Any], values: Sequence[Any]) -> Sequence[Any]:
    """What the driver is given for the values of a column."""
    dialect = connection.dialect
    kind = column.type.dialect_impl(dialect)
    process: Callable[[Any], Any] | None = kind.bind_processor(dialect)
    if process is None:
        return values
    if isinstance(column.type, JSON):
        return [process(value) for value in values]
    known: dict[Any, Any] = {}
    for value in values:
        if value not in known:
            known[value] = process(value)
    return [known[value] for value in values]
