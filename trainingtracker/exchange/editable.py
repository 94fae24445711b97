"""A list as it stands, as a workbook to edit and to bring back."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO

from trainingtracker.exchange.kinds import KINDS
from trainingtracker.exchange.round_trip import KEY, VERSION, EditableRow, version_of
from trainingtracker.labels import label
from trainingtracker.reports.report import Column
from trainingtracker.reports.styles import Kind
from trainingtracker.reports.workbook import Book
from trainingtracker.text import sentence
from trainingtracker.vocabulary import ListKind


def workbook(
    kind: ListKind, rows: Iterable[EditableRow], language: str, author: str
) -> tuple[bytes, int]:
    """The .xlsx, with the columns of the list and the two that make it come back; its rows."""
    found = list(rows)
    fields = KINDS[kind].vocabulary.fields
    names = tuple(found[0].cells) if found else tuple(fields)[:1]
    columns = [Column(name, fields[name].label, 22, _kind_of(found, name)) for name in names]
    columns += [Column("key", KEY.label, 14), Column("version", VERSION.label, 22)]
    title = sentence(label(kind), language)
    buffer = BytesIO()
    with Book(language, title=title, author=author, footer=title) as book:
        sheet = book.table(title, columns)
        for row in found:
            sheet.record([*row.cells.values(), row.key, version_of(row.values)])
        sheet.close()
        book.save(buffer)
    return buffer.getvalue(), len(found)


def _kind_of(rows: list[EditableRow], name: str) -> Kind:
    return Kind.DAY if any(isinstance(row.cells[name], date) for row in rows) else Kind.TEXT
