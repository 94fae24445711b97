"""The attainment workbook with many participations, beside openpyxl writing the same tuples."""

import gc
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from sqlalchemy import func, insert, select

from benchmarks.measuring import Figure, side_by_side
from benchmarks.workshop import Workshop
from trainingtracker import clock
from trainingtracker.attainment.participations import participations
from trainingtracker.attainment.people import is_staff
from trainingtracker.extensions import begin, db
from trainingtracker.models import Course, ImportedParticipation, Person
from trainingtracker.reports.asking import ask
from trainingtracker.reports.attainment import ATTAINMENT
from trainingtracker.reports.rendering.excel import workbook
from trainingtracker.reports.report import Filters
from trainingtracker.reports.scopes import COMMAND_LINE
from trainingtracker.text import sentence
from trainingtracker.vocabulary import PersonKind, Result

# As many rows the bare limit writes; it takes as many times as long for as many times the rows.
SAMPLE = 100_000
_AT_ONCE = 50_000


def fill(workshop: Workshop, rows: int) -> None:
    """The example city with more participations."""
    workshop.make_city()
    with workshop.application(workshop.copy(workshop.city, _name(rows))):
        begin("write")
        _fill_up(rows)
        db.session.commit()


def measured(workshop: Workshop, name: str, rows: int, repetitions: int) -> Figure:
    file, bare = workshop.folder / "export.xlsx", workshop.folder / "bare.xlsx"
    with workshop.application(workshop.folder / f"{_name(rows)}.sqlite3"):
        begin("snapshot")
        today = clock.today()
        sheets: list[list[list[Any]]] = []

        def export() -> None:
            question = ask(ATTAINMENT, Filters(today, names=True), COMMAND_LINE, "en", "Benchmark")
            written = workbook(ATTAINMENT, question).save(file)
            if written.rows["participations"] != rows:
                raise ValueError(written.rows)

        def write_tuples() -> None:
            if not sheets:
                sheets.extend(_tables(file))
                # No program has these lying about: neither side is to look for garbage in them.
                gc.freeze()
            book = Workbook(write_only=True)
            for records in sheets:
                sheet = book.create_sheet()
                for record in records:
                    sheet.append(record)
            book.save(bare)

        seconds, limit_seconds, memory = side_by_side(export, write_tuples, repetitions)
    times = max(1, rows // SAMPLE)
    return Figure(name, seconds, limit_seconds * times, memory, workshop.staff)


def _name(rows: int) -> str:
    return f"export-{rows}"


def _fill_up(rows: int) -> None:
    """Imported participations of years gone by, until staff have so many in all."""
    taken = participations(clock.today())
    there = db.session.scalar(
        select(func.count())
        .join_from(taken, Person, Person.id == taken.c.person_id)
        .where(is_staff())
    )
    persons = db.session.scalars(select(Person.id).where(Person.kind == PersonKind.STAFF)).all()
    courses = db.session.scalars(select(Course.id)).all()
    found = (
        {
            "person_id": person,
            "course_id": course,
            "held_on": date(2008 + year, 1, 4) + timedelta(days=number % 360),
            "result": Result.PASSED,
            "source": "",
            "recorded_at": clock.now(),
        }
        for year in count()
        for course in courses
        for number, person in enumerate(persons)
    )
    wanted = islice(found, rows - (there or 0))
    while some := list(islice(wanted, _AT_ONCE)):
        db.session.execute(insert(ImportedParticipation), some)


def _tables(file: Path) -> Iterator[list[list[Any]]]:
    """The rows of the sheets that have a record a row, as they were written."""
    # Only here: what the bare limit needs is no part of what is measured.
    from python_calamine import CalamineWorkbook

    titles = {sentence(table.title, "en") for table in ATTAINMENT.tables if not table.to_read}
    book = CalamineWorkbook.from_path(file)
    for name in book.sheet_names:
        if name in titles:
            rows = islice(book.get_sheet_by_name(name).iter_rows(), SAMPLE + 1)
            yield [[None if value == "" else value for value in row] for row in rows]
