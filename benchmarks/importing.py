"""Bringing a list in, beside bare reading of its file and bare insertion of what it writes."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook
from sqlalchemy import Connection, Table, create_engine, event, select

from benchmarks.measuring import Figure, side_by_side
from benchmarks.workshop import Workshop
from trainingtracker.exchange.importing import bring_in
from trainingtracker.extensions import Model, begin, db
from trainingtracker.models import AuditEntry
from trainingtracker.vocabulary import ListKind

_REPETITIONS = 3


def beside_bare(
    name: str,
    workshop: Workshop,
    kind: ListKind,
    file: Path,
    before: Path,
    written: Sequence[type[Model]],
) -> Iterator[Figure]:
    """The list into a copy of the database `before`; `written` are the models that it fills."""
    imported = workshop.copy(before, "imported")
    rows: list[tuple[Table, Sequence[Any]]] = []

    def bring_list_in() -> None:
        db.engine.dispose()
        workshop.copy(before, "imported")
        begin("write")
        preview = bring_in(kind, file)
        if preview.problems:
            raise ValueError(preview.problems[:3])
        db.session.commit()
        db.session.remove()

    def read_and_insert() -> None:
        if not rows:
            rows.extend(_rows_of(imported, before, (*written, AuditEntry)))
        CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
        engine = create_engine(f"sqlite:///{workshop.copy(before, 'bare')}")
        with engine.begin() as connection:
            for table, found in rows:
                if found:
                    connection.execute(table.insert(), found)
        engine.dispose()

    with workshop.application(imported):
        seconds, limit_seconds, memory = side_by_side(bring_list_in, read_and_insert, _REPETITIONS)
    yield Figure(name, seconds, limit_seconds, memory, workshop.staff)


def _rows_of(
    imported: Path, before: Path, written: Sequence[type[Model]]
) -> list[tuple[Table, Sequence[Any]]]:
    """What the import has written."""
    engine = create_engine(f"sqlite:///{imported}")
    event.listen(engine, "connect", lambda connection, _: connection.execute(_attach(before)))
    with engine.connect() as connection:
        found = [(model.__table__, _new_rows(connection, model)) for model in written]
    engine.dispose()
    return [(table, rows) for table, rows in found if isinstance(table, Table)]


def _attach(before: Path) -> str:
    return f"ATTACH DATABASE '{before}' AS before"


def _new_rows(connection: Connection, model: type[Model]) -> list[dict[str, Any]]:
    table = model.__table__
    last = connection.exec_driver_sql(f"SELECT coalesce(max(id), 0) FROM before.{table.name}")
    found = connection.execute(select(table).where(table.c.id > last.scalar_one()))
    return [dict(row) for row in found.mappings()]
