"""Lists as personnel systems and people write them, for the tests of this folder."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook

from trainingtracker.accounts.actor import Actor
from trainingtracker.exchange.importing import apply, read_and_compare
from trainingtracker.exchange.preview import ChangeOf, Preview
from trainingtracker.extensions import db
from trainingtracker.vocabulary import ListKind

Rows = Sequence[Sequence[Any]]


def workbook(**sheets: Rows) -> bytes:
    """An .xlsx whose sheets are named by the arguments."""
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def delimited(rows: Rows, delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter).writerows(rows)
    return buffer.getvalue().encode(encoding)


def compared(
    kind: str,
    content: bytes | Rows,
    *,
    name: str = "Liste.xlsx",
    today: date | None = None,
    actor: Actor | None = None,
) -> Preview:
    """What importing the list would do."""
    if not isinstance(content, bytes):
        content = workbook(Tabelle1=content)
    return read_and_compare(ListKind(kind), content, name=name, today=today, actor=actor)


def applied(
    kind: str,
    content: bytes | Rows,
    *,
    name: str = "Liste.xlsx",
    today: date | None = None,
    actor: Actor | None = None,
) -> Preview:
    """The same, brought in and committed."""
    preview = compared(kind, content, name=name, today=today, actor=actor)
    assert messages(preview) == []
    apply(preview)
    db.session.commit()
    return preview


def counts(preview: Preview) -> tuple[int, int, int, int]:
    """(new, changed, unchanged, left out)."""
    by_kind = preview.counts()
    return (
        by_kind[ChangeOf.NEW],
        by_kind[ChangeOf.CHANGED],
        by_kind[ChangeOf.UNCHANGED],
        by_kind[ChangeOf.LEFT_OUT],
    )


def messages(preview: Preview) -> list[str]:
    return [problem.message.in_language("en") for problem in preview.problems]


def places(preview: Preview) -> list[tuple[str, int | None, str, str]]:
    """(sheet, row, column, value) of every problem."""
    return [(p.place.sheet, p.place.row, p.column, p.value) for p in preview.problems]


def notes(preview: Preview) -> list[str]:
    return [note.in_language("en") for note in preview.notes]


def changed_fields(preview: Preview) -> dict[str, list[tuple[str, object, object]]]:
    """Of everything changed: key -> [(field, from, to)]."""
    return {
        change.key: [(f.field, f.before, f.after) for f in change.fields]
        for change in preview.of(ChangeOf.CHANGED)
    }
