"""A staff list of 11,000 from .xlsx, beside bare reading and bare insertion of the same rows."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from sqlalchemy import select

from benchmarks.importing import beside_bare
from benchmarks.measuring import Figure
from benchmarks.workshop import Workshop
from trainingtracker.demo import organisation
from trainingtracker.extensions import begin, db
from trainingtracker.models import Assignment, Person, Unit, WorkingTime
from trainingtracker.vocabulary import ListKind

_HEADINGS = (
    "Personalnummer", "Nachname", "Vorname", "E-Mail", "Geschlecht", "OE", "Eintritt",
    "Arbeitszeit",
)  # fmt: skip


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
    return beside_bare(
        "import_people",
        workshop,
        ListKind.PEOPLE,
        workshop.folder / "people.xlsx",
        workshop.folder / "units.sqlite3",
        (Person, Assignment, WorkingTime),
    )


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
