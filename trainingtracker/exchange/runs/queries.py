"""What pages show of imports: the history, one run, what its comparison found."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from trainingtracker.exchange.preview import FieldChange, Place
from trainingtracker.exchange.runs.values import message, unpacked
from trainingtracker.extensions import db
from trainingtracker.models import ImportLine, ImportRun
from trainingtracker.text import Message
from trainingtracker.vocabulary import ImportStatus, LineKind, ListKind


@dataclass(frozen=True)
class Line:
    """One finding, still in no language."""

    place: Place
    name: str
    value: str
    fields: tuple[FieldChange, ...] = ()
    message: Message | None = None


def history(limit: int, offset: int) -> tuple[list[ImportRun], int]:
    """The imports, the latest first, with who brought them; and how many there are."""
    query = (
        select(ImportRun)
        .options(joinedload(ImportRun.uploaded_by))
        .order_by(ImportRun.uploaded_at.desc(), ImportRun.id.desc())
    )
    total = db.session.scalar(select(func.count(ImportRun.id))) or 0
    return list(db.session.scalars(query.limit(limit).offset(offset))), total


def last_brought_in() -> dict[ListKind, Any]:
    """When a list of each kind went in the last time."""
    query = (
        select(ImportRun.list_kind, func.max(ImportRun.finished_at))
        .where(ImportRun.status == ImportStatus.APPLIED)
        .group_by(ImportRun.list_kind)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def find(run_id: int) -> ImportRun | None:
    """One import with the people who brought it and decided about it."""
    return db.session.get(
        ImportRun,
        run_id,
        options=[
            joinedload(ImportRun.uploaded_by),
            joinedload(ImportRun.ordered_by),
            joinedload(ImportRun.undone_by),
        ],
        populate_existing=True,
    )


def lines(run_id: int, kind: LineKind, limit: int | None = None, offset: int = 0) -> list[Line]:
    """Findings of one kind in the order of the list."""
    query = (
        select(ImportLine)
        .where(ImportLine.run_id == run_id, ImportLine.kind == kind)
        .order_by(ImportLine.position)
        .limit(limit)
        .offset(offset)
    )
    return [_line(row) for row in db.session.scalars(query)]


def number_of(run_id: int, kind: LineKind) -> int:
    """How many findings of one kind there are."""
    found = ImportLine.run_id == run_id, ImportLine.kind == kind
    return db.session.scalar(select(func.count(ImportLine.id)).where(*found)) or 0


def missing_people(run_id: int, limit: int, offset: int) -> tuple[list[tuple[str, str]], int]:
    """Who is missing from a staff list, said to leave or not: number and name; and how many."""
    missing = (
        ImportLine.run_id == run_id,
        ImportLine.kind.in_((LineKind.MISSING, LineKind.CHANGED)),
        ImportLine.row.is_(None),
        ImportLine.value != "",
    )
    page = (
        select(ImportLine.value, ImportLine.name)
        .where(*missing)
        .order_by(ImportLine.value)
        .limit(limit)
        .offset(offset)
    )
    total = db.session.scalar(select(func.count(ImportLine.id)).where(*missing)) or 0
    return [(number, name) for number, name in db.session.execute(page)], total


def _line(row: ImportLine) -> Line:
    place = Place(row.sheet, row.row)
    if row.kind in (LineKind.PROBLEM, LineKind.NOTE):
        return Line(place, row.name, row.value, message=message(row.detail))
    fields = tuple(
        FieldChange(name, unpacked(before), unpacked(after)) for name, before, after in row.detail
    )
    return Line(place, row.name, row.value, fields)
