"""A staff list of 11,000 from .xlsx, beside bare reading and bare insertion of the same rows."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from python_calamine import CalamineWorkbook
from sqlalchemy import Connection, Table, create_engine, event, select

from benchmarks.measuring import Figure, side_by_side
from benchmarks.workshop import Workshop
from trainingtracker.demo import organisation
from trainingtracker.exchange.importing import bring_in
from trainingtracker.extensions import Model, begin, db
from trainingtracker.models import Assignment, AuditEntry, Person, Unit, WorkingTime
from trainingtracker.vocabulary import ListKind

_HEADINGS = (
    "Personalnummer", "Nachname", "Vorname", "E-Mail", "Geschlecht", "OE", "Eintritt",
    "Arbeitszeit",
)  # fmt: skip
_WRITTEN: tuple[type[Model], ...] = (Person, Assignment, WorkingTime, AuditEntry)
_REPETITIONS = 3


def prepare(workshop: Workshop) -> None:
    """The list, and a database that knows the units but nobody yet."""
    workshop.make_city()
    with workshop.application(workshop.city):
        _write_list(workshop.folder / "people.xlsx")
    with workshop.application(workshop.folder / "units.sqlite3"):
        begin("write")
        organisation.build(date(2010, 1, 1), workshop.staff)
        db.session.commit()


def run(workshop: Workshop) -> Iterator[Figure]:
    file, empty = workshop.folder / "people.xlsx", workshop.folder / "units.sqlite3"
    imported = workshop.folder / "imported.sqlite3"

    def bring_list_in() -> None:
        with workshop.application(workshop.copy(empty, "imported")):
            begin("write")
            preview = bring_in(ListKind.PEOPLE, file)
            if preview.problems:
                raise ValueError(preview.problems[:3])
            db.session.commit()

    rows: list[tuple[Table, Sequence[Any]]] = []

    def read_and_insert() -> None:
        if not rows:
            rows.extend(_rows_of(imported, empty))
        CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
        engine = create_engine(f"sqlite:///{workshop.copy(empty, 'bare')}")
        with engine.begin() as connection:
            for table, found in rows:
                connection.execute(table.insert(), found)
        engine.dispose()

    seconds, limit_seconds, memory = side_by_side(bring_list_in, read_and_insert, _REPETITIONS)
    yield Figure("import_people", seconds, limit_seconds, memory, workshop.staff)


def _write_list(file: Path) -> None:
    """The staff of the example city as HR's system would list them."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Personal")
    sheet.append(_HEADINGS)
    people = db.session.execute(
        select(
            Person.personnel_number,
            Person.last_name,
            Person.first_name,
            Person.email,
            Person.gender,
            Unit.number,
            Person.entry,
            WorkingTime.percent,
        )
        .join(Assignment, Assignment.person_id == Person.id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .join(WorkingTime, WorkingTime.person_id == Person.id)
        .where(Person.personnel_number.is_not(None), Person.exit.is_(None))
        .where(Assignment.until.is_(None), WorkingTime.until.is_(None))
        .order_by(Person.id)
    )
    genders = {"female": "w", "male": "m", "diverse": "d"}
    for number, last, first, email, gender, unit, entry, percent in people:
        sheet.append((number, last, first, email, genders.get(gender), unit, entry, percent))
    book.save(file)


def _rows_of(imported: Path, empty: Path) -> list[tuple[Table, Sequence[Any]]]:
    """What the import has written."""
    engine = create_engine(f"sqlite:///{imported}")
    event.listen(engine, "connect", lambda connection, _: connection.execute(_attach(empty)))
    with engine.connect() as connection:
        written = [(model.__table__, _new_rows(connection, model)) for model in _WRITTEN]
    engine.dispose()
    return [(table, found) for table, found in written if isinstance(table, Table)]


def _attach(empty: Path) -> str:
    return f"ATTACH DATABASE '{empty}' AS empty"


def _new_rows(connection: Connection, model: type[Model]) -> list[dict[str, Any]]:
    table = model.__table__
    last = connection.exec_driver_sql(f"SELECT coalesce(max(id), 0) FROM empty.{table.name}")
    found = connection.execute(select(table).where(table.c.id > last.scalar_one()))
    return [dict(row) for row in found.mappings()]
