"""What was built on a list since it came in: later changes of its rows, rows that refer to them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Table, false, func, not_, or_, select

from trainingtracker.exchange.runs import journal
from trainingtracker.exchange.runs.tables import label
from trainingtracker.extensions import db
from trainingtracker.models import AuditEntry, Course, ImportRun, ImportWrite, Person, Unit
from trainingtracker.text import Bilingual, Listed, Message, mark
from trainingtracker.vocabulary import ChangeKind, ImportStatus

_IDS_PER_QUERY = 500
_EXAMPLES = 3

# What happened in these is history: it is corrected where it happened, never unmade.
_HISTORY = {"enrolment"}

_CHANGED_SINCE = mark("%(table)s changed since: %(number)s%(examples)s.")
_REFERRED_TO = mark("%(table)s that belong to what the list has added: %(number)s%(examples)s.")
_IS_HISTORY = mark(
    "%(table)s were changed: %(number)s%(examples)s. Correct them on the pages of the offering."
)
_EXAMPLES_ARE = mark(" (for example %(names)s)")


@dataclass(frozen=True)
class Obstacle:
    message: Message


def obstacles(run: ImportRun, writes: Sequence[ImportWrite]) -> list[Obstacle]:
    """Everything that stands in the way, a sentence for each table."""
    return [Obstacle(message) for message in _messages(run, writes)]


def _messages(run: ImportRun, writes: Sequence[ImportWrite]) -> Iterator[Message]:
    added = journal.by_table(writes, ChangeKind.INSERT)
    changed = journal.by_table(writes, ChangeKind.UPDATE)
    tables = db.metadata.tables
    for name in sorted(_HISTORY & set(changed)):
        yield _message(_IS_HISTORY, tables[name], changed[name])
    mine = _of_lists_taken_back(run)
    for name in sorted({*added, *changed}):
        ids = [*added.get(name, ()), *changed.get(name, ())]
        later = _changed_later(name, ids, (run.audited or [[0, 0]])[0][1], mine)
        if later:
            yield _message(_CHANGED_SINCE, tables[name], later)
    for name, columns in _referring_to(set(added)).items():
        own = set(added.get(name, ()))
        referring = {
            row_id
            for column, target in columns
            for row_id in _rows_with(tables[name], column, added[target])
            if row_id not in own
        }
        if referring:
            yield _message(_REFERRED_TO, tables[name], sorted(referring))


def _of_lists_taken_back(run: ImportRun) -> list[list[int]]:
    """The audit entries of lists that came later and are taken back: they have left no trace."""
    query = select(ImportRun.audited).where(
        ImportRun.status == ImportStatus.UNDONE, ImportRun.id != run.id
    )
    return [span for spans in db.session.scalars(query) for span in spans or ()]


def _changed_later(
    table: str, ids: Sequence[int], last: int, aside: Sequence[Sequence[int]]
) -> list[int]:
    """Rows that were written after audit entry `last`, other than by the spans `aside`."""
    found: set[int] = set()
    spans = [AuditEntry.id.between(first, end) for first, end in aside if end > last]
    for portion in _portions(ids):
        query = select(AuditEntry.row_id).where(
            AuditEntry.table_name == table,
            AuditEntry.row_id.in_(portion),
            AuditEntry.id > last,
            not_(or_(false(), *spans)),
        )
        found.update(db.session.scalars(query))
    return sorted(found)


def _referring_to(names: set[str]) -> dict[str, list[tuple[Column[Any], str]]]:
    """Table -> its columns that refer to one of these tables."""
    return {
        table.name: columns
        for table in db.metadata.sorted_tables
        if (
            columns := [
                (key.parent, key.column.table.name)
                for key in table.foreign_keys
                if key.column.table.name in names
            ]
        )
        and not table.name.startswith("import_")
    }


def _rows_with(table: Table, column: Column[Any], ids: Sequence[int]) -> Iterator[int]:
    key = next(iter(table.primary_key.columns))
    if not db.session.scalar(select(func.count()).select_from(table).where(column.is_not(None))):
        return
    for portion in _portions(ids):
        yield from db.session.scalars(select(key).where(column.in_(portion)))


def _portions(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _IDS_PER_QUERY):
        yield ids[start : start + _IDS_PER_QUERY]


def _message(message: str, table: Table, ids: Sequence[int]) -> Message:
    names = tuple(_names(table, ids[:_EXAMPLES]))
    examples = Message(_EXAMPLES_ARE, {"names": Listed(names)}) if names else ""
    values = {"table": Message(label(table.name)), "number": len(ids), "examples": examples}
    return Message(message, values)


def _names(table: Table, ids: Iterable[int]) -> list[str | Bilingual]:
    """Whom or what a few rows are about: people, else courses, else units."""
    key = next(iter(table.primary_key.columns))

    def owners(target: str, column: str) -> Any:
        owner = key if table.name == target else table.c[column]
        return select(owner).where(key.in_(list(ids)))

    if table.name == "person" or "person_id" in table.c:
        people = select(Person).where(Person.id.in_(owners("person", "person_id")))
        return [person.full_name for person in db.session.scalars(people)]
    if table.name == "course" or "course_id" in table.c:
        courses = select(Course).where(Course.id.in_(owners("course", "course_id")))
        return [course.title for course in db.session.scalars(courses)]
    if table.name == "unit" or "unit_id" in table.c:
        units = select(Unit.number).where(Unit.id.in_(owners("unit", "unit_id")))
        return list(db.session.scalars(units))
    return []
