"""An example of each list: the usual headings in the reader's language, and a few rows.

Dates are dates in the file.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from trainingtracker import clock
from trainingtracker.exchange.kinds import KINDS
from trainingtracker.exchange.meaning.headings import Field, normalised
from trainingtracker.reports.report import Column
from trainingtracker.reports.styles import Kind
from trainingtracker.reports.workbook import Book
from trainingtracker.text import sentence
from trainingtracker.vocabulary import ListKind


def file_name(kind: ListKind, language: str) -> str:
    return f"{sentence(KINDS[kind].example.file_name, language)}.xlsx"


def fields(kind: ListKind) -> list[Field]:
    """The columns that a list may have, what it must have first."""
    return sorted(KINDS[kind].vocabulary.fields.values(), key=lambda field: not field.required)


def other_names(field: Field, language: str, most: int = 5) -> list[str]:
    """What else the column may be called, beside its name on the page."""
    own = normalised(sentence(field.label, language))
    return [heading for heading in field.headings if normalised(heading) != own][:most]


def workbook(kind: ListKind, language: str, author: str) -> bytes:
    """The example as an .xlsx."""
    example, vocabulary = KINDS[kind].example, KINDS[kind].vocabulary
    title = sentence(KINDS[kind].example.file_name, language)
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
    if kinds & {date, timedelta}:
        return Kind.DAY
    return Kind.TEXT


def _in_language(value: Any, language: str) -> Any:
    if isinstance(value, tuple):
        value = value[0] if language == "de" else value[1]
    if isinstance(value, timedelta):
        return clock.today() + value
    return None if value == "" else value
