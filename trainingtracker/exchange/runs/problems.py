"""The problems of a list as a file, to be corrected beside the list."""

import csv
from collections.abc import Iterable, Iterator
from io import BytesIO, StringIO

from trainingtracker.exchange.runs.queries import Line
from trainingtracker.reports.report import Column
from trainingtracker.reports.styles import Kind
from trainingtracker.reports.workbook import Book
from trainingtracker.text import mark, sentence

_TITLE = mark("Problems of the list")
_COLUMNS = (
    Column("sheet", mark("Sheet"), 18),
    Column("row", mark("Row"), 8, Kind.COUNT),
    Column("column", mark("Column"), 24),
    Column("value", mark("Value"), 28),
    Column("what_is_wrong", mark("What is wrong"), 90),
)
# Excel takes the semicolon where the comma divides decimals.
_DELIMITERS = {"de": ";", "en": ","}
_LIKE_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def title(language: str) -> str:
    return sentence(_TITLE, language)


def as_csv(lines: Iterable[Line], language: str) -> bytes:
    """Delimited text that Excel opens with a double click."""
    buffer = StringIO(newline="")
    writer = csv.writer(buffer, delimiter=_DELIMITERS[language])
    writer.writerow(column.title(language) for column in _COLUMNS)
    for row in _rows(lines, language):
        writer.writerow(_harmless(value) for value in row)
    return buffer.getvalue().encode("utf-8-sig")


def as_workbook(lines: Iterable[Line], language: str, author: str) -> bytes:
    buffer = BytesIO()
    name = title(language)
    with Book(language, title=name, author=author, footer=name) as book:
        sheet = book.table(name, _COLUMNS)
        for row in _rows(lines, language):
            sheet.record(row)
        sheet.close()
        book.save(buffer)
    return buffer.getvalue()


def _rows(lines: Iterable[Line], language: str) -> Iterator[tuple[str | int | None, ...]]:
    for line in lines:
        said = line.message.in_language(language) if line.message else ""
        yield line.place.sheet, line.place.row, line.name, line.value, said


def _harmless(value: str | int | None) -> str | int | None:
    """What a spreadsheet program would take for a formula, as text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_LIKE_FORMULAS) else value
