"""The attainment workbook with 100,000 participations, beside openpyxl writing the same tuples."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from benchmarks.measuring import Figure, side_by_side
from benchmarks.workshop import Workshop
from trainingtracker import clock
from trainingtracker.attainment.participations import participations
from trainingtracker.attainment.people import is_staff
from trainingtracker.extensions import begin, db
from trainingtracker.models import Course, ImportedParticipation, Person
from trainingtracker.privacy import bulk_insert
from trainingtracker.reports.asking import ask
from trainingtracker.reports.attainment import ATTAINMENT
from trainingtracker.reports.attainment.holdings import COLUMNS as HOLDINGS
from trainingtracker.reports.attainment.participations import COLUMNS as PARTICIPATIONS
from trainingtracker.reports.rendering.excel import workbook
from trainingtracker.reports.report import Filters
from trainingtracker.reports.scopes import COMMAND_LINE
from trainingtracker.vocabulary import PersonKind, Result

_ROWS = 100_000
_REPETITIONS = 3


def prepare(workshop: Workshop) -> None:
    """The example city with more participations."""
    workshop.make_city()
    with workshop.application(workshop.copy(workshop.city, "export")):
        begin("write")
        _fill_up()
        db.session.commit()


def run(workshop: Workshop) -> Iterator[Figure]:
    file, bare = workshop.folder / "export.xlsx", workshop.folder / "bare.xlsx"
    with workshop.application(workshop.folder / "export.sqlite3"):
        begin("snapshot")
        today = clock.today()
        sheets: list[list[list[Any]]] = []

        def export() -> None:
            question = ask(ATTAINMENT, Filters(today, names=True), COMMAND_LINE, "en", "Benchmark")
            written = workbook(ATTAINMENT, question).save(file)
            if written.rows["participations"] != _ROWS:
                raise ValueError(written.rows)

        def write_tuples() -> None:
            if not sheets:
                sheets.extend(_long_sheets(file))
            book = Workbook(write_only=True)
            for rows in sheets:
                sheet = book.create_sheet()
                for row in rows:
                    sheet.append(row)
            book.save(bare)

        seconds, limit_seconds, memory = side_by_side(export, write_tuples, _REPETITIONS)
    yield Figure("export_100k", seconds, limit_seconds, memory, workshop.staff)


def _fill_up() -> None:
    """Imported participations of years gone by, until staff have 100,000 in all."""
    taken = participations(clock.today())
    there = db.session.scalar(
        select(func.count())
        .join_from(taken, Person, Person.id == taken.c.person_id)
        .where(is_staff())
    )
    persons = db.session.scalars(select(Person.id).where(Person.kind == PersonKind.STAFF)).all()
    courses = db.session.scalars(select(Course.id)).all()
    rows = (
        {
            "person_id": person,
            "course_id": course,
            "held_on": date(2010, 1, 4) + timedelta(days=number % 1_000),
            "result": Result.PASSED,
            "source": "",
            "recorded_at": clock.now(),
        }
        for course in courses
        for number, person in enumerate(persons)
    )
    bulk_insert(ImportedParticipation, list(islice(rows, _ROWS - (there or 0))))


def _long_sheets(file: Path) -> Iterator[list[list[Any]]]:
    """The rows of the two sheets that have one a record, as they were written."""
    book = CalamineWorkbook.from_path(file)
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python()
        if rows and rows[0] in (_titles(PARTICIPATIONS), _titles(HOLDINGS)):
            yield [[None if value == "" else value for value in row] for row in rows]


def _titles(columns: Any) -> list[str]:
    return [column.title("en") for column in columns]
