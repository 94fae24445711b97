"""An example of each list: the usual headings in the reader's language, and a few rows.

The lists of all four belong together: units, then people in them, then a course, then who took
part in it. Dates are dates in the file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from trainingtracker.exchange.importing import KINDS
from trainingtracker.exchange.meaning.headings import Field, normalised
from trainingtracker.reports.report import Column
from trainingtracker.reports.styles import Kind
from trainingtracker.reports.workbook import Book
from trainingtracker.text import mark, sentence
from trainingtracker.vocabulary import ListKind

_FILE_NAMES = {
    ListKind.UNITS: mark("Example units"),
    ListKind.PEOPLE: mark("Example people"),
    ListKind.COURSES: mark("Example courses"),
    ListKind.PARTICIPATIONS: mark("Example past participations"),
}


@dataclass(frozen=True)
class Example:
    """The fields of a list, and rows of values; a pair stands for German and English."""

    fields: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


_EXAMPLES = {
    ListKind.UNITS: Example(
        ("number", "name", "parent", "kind", "cost_centre", "valid_from"),
        (
            ("990", ("Musteramt", "Sample division"), "", ("Fachbereich", "division"), "99000", ""),
            ("990.1", ("Musterstelle", "Sample section"), "990", ("Sachgebiet", "section"), "99010",
             date(2026, 1, 1)),
        ),
    ),
    ListKind.PEOPLE: Example(
        ("personnel_number", "last_name", "first_name", "email", "unit", "entry", "status_group",
         "working_time", "gender"),
        (
            ("00990001", "Muster", "Erika", "erika.muster@example.org", "990", date(2019, 2, 1),
             "", 100, ("w", "f")),
            ("00990002", "Beispiel", "Kim", "", "990.1", date(2024, 10, 1), "", 50, ("d", "d")),
        ),
    ),
    ListKind.COURSES: Example(
        ("code", "title_de", "title_en", "topic", "teaching_units", "format", "gives",
         "valid_months", "provider", "cost_per_place", "needs_approval"),
        (
            ("BSP-1", "Englisch am Telefon", "English on the phone",
             ("Fremdsprachen", "Foreign languages"), 16, ("Präsenz", "in person"), "eng:B1", 36,
             ("Volkshochschule", "Adult education centre"), 120.5, ("ja", "yes")),
        ),
    ),
    ListKind.PARTICIPATIONS: Example(
        ("person", "last_name", "first_name", "course", "date", "result"),
        (
            ("00990001", "Muster", "Erika", "BSP-1", date(2021, 6, 18), ("bestanden", "passed")),
            ("00990002", "Beispiel", "Kim", "BSP-1", date(2025, 3, 7),
             ("nicht bestanden", "failed")),
        ),
    ),
}  # fmt: skip


def file_name(kind: ListKind, language: str) -> str:
    return f"{sentence(_FILE_NAMES[kind], language)}.xlsx"


def fields(kind: ListKind) -> list[Field]:
    """The columns that a list may have, what it must have first."""
    return sorted(KINDS[kind].vocabulary.fields.values(), key=lambda field: not field.required)


def other_names(field: Field, language: str, most: int = 5) -> list[str]:
    """What else the column may be called, beside its name on the page."""
    own = normalised(sentence(field.label, language))
    return [heading for heading in field.headings if normalised(heading) != own][:most]


def workbook(kind: ListKind, language: str, author: str) -> bytes:
    """The example as an .xlsx."""
    example, vocabulary = _EXAMPLES[kind], KINDS[kind].vocabulary
    title = sentence(_FILE_NAMES[kind], language)
    columns = [
        Column(name, vocabulary.fields[name].label, 22, _kind_of(example.rows, position))
        for position, name in enumerate(example.fields)
    ]
    buffer = BytesIO()
    with Book(language, title=title, author=author, footer=title) as book:
        sheet = book.table(title, columns)
        for row in example.rows:
            sheet.record([_in_language(value, language) for value in row])
        sheet.close()
        book.save(buffer)
    return buffer.getvalue()


def _kind_of(rows: Sequence[Sequence[Any]], position: int) -> Kind:
    kinds = {type(row[position]) for row in rows}
    if date in kinds:
        return Kind.DAY
    return Kind.TEXT


def _in_language(value: Any, language: str) -> Any:
    if isinstance(value, tuple):
        value = value[0] if language == "de" else value[1]
    return None if value == "" else value
