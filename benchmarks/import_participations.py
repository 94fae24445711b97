"""100,000 past participations from .xlsx, beside bare reading and insertion of the same rows."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice, product
from pathlib import Path

from openpyxl import Workbook
from sqlalchemy import select

from benchmarks.importing import beside_bare
from benchmarks.measuring import Figure
from benchmarks.workshop import Workshop
from trainingtracker.extensions import db
from trainingtracker.models import Course, Holding, ImportedParticipation, Person
from trainingtracker.vocabulary import ListKind

_ROWS = 100_000
_HEADINGS = ("Personalnummer", "Nachname", "Vorname", "Kursnummer", "Datum", "Ergebnis")
# Before anything of the example city.
_FIRST_DAY = date(1995, 1, 2)


def prepare(workshop: Workshop) -> None:
    workshop.make_city()
    with workshop.application(workshop.city):
        _write_list(workshop.folder / "participations.xlsx")


def run(workshop: Workshop) -> Iterator[Figure]:
    return beside_bare(
        "import_participations",
        workshop,
        ListKind.PARTICIPATIONS,
        workshop.folder / "participations.xlsx",
        workshop.city,
        (ImportedParticipation, Holding),
    )


def _write_list(file: Path) -> None:
    """As old training lists are: everybody in many courses, one in twenty not passed."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Teilnahmen")
    sheet.append(_HEADINGS)
    people = db.session.execute(
        select(Person.personnel_number, Person.last_name, Person.first_name)
        .where(Person.personnel_number.is_not(None))
        .order_by(Person.id)
    ).all()
    courses = db.session.scalars(select(Course.code).order_by(Course.id)).all()
    for position, (code, person) in enumerate(islice(product(courses * 100, people), _ROWS)):
        day = _FIRST_DAY + timedelta(days=position // len(people) * 7 + position % 5)
        result = "nicht bestanden" if position % 20 == 0 else "bestanden"
        sheet.append((*person, code, day, result))
    book.save(file)
