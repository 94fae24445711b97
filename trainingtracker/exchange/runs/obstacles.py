"""What was built on a list since it came in: later changes of its rows, rows that refer to them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Table, false, func, not_, or_, select

from trainingtracker.exchange.runs import places_gone
from trainingtracker.exchange.runs.tables import label
from trainingtracker.exchange.runs.way_back import WayBack
from trainingtracker.extensions import db
from trainingtracker.models import (
    AuditEntry,
    Course,
    Enrolment,
    ImportRun,
    Offering,
    Person,
    Unit,
)
from trainingtracker.portions import portions
from trainingtracker.text import Bilingual, Listed, Message, mark
from trainingtracker.vocabulary import ChangeKind, ImportStatus, OfferingStatus, Status

_EXAMPLES = 3

# Reminders change an enrolment without anybody having decided anything.
_ASIDE = {"enrolment": {"reminded_at", "escalated_at"}}
# What stays when the list is taken back, and what new rows of it stand on; None: anything.
_STANDS_ON: dict[str, set[str] | None] = {
    "offering": {"enrolment"},
    "meeting": {"attendance"},
    "enrolment": None,
}
_TELLS = {"enrolment_event", "outgoing_mail"}

_CHANGED_SINCE = mark("%(table)s changed since: %(number)s%(examples)s.")
_REFERRED_TO = mark("%(table)s that belong to what the list has added: %(number)s%(examples)s.")
_ADDED_SINCE = mark("%(table)s added since to what the list has changed: %(number)s%(examples)s.")
_OVER = mark("Offerings closed or cancelled since: %(number)s%(examples)s.")
_HAVE_RESULTS = mark("Enrolments that are not confirmed any more: %(number)s%(examples)s.")
_PLACES_GONE = mark(
    "People who had a place before the list, and others have it by now: %(number)s%(examples)s."
)
_EXAMPLES_ARE = mark(" (for example %(names)s)")

# The last audit entry of the list, and those of lists that came later and are taken back.
_Since = tuple[int, Sequence[Sequence[int]]]


def obstacles(run: ImportRun, way: WayBack) -> Iterator[Message]:
    """Everything that stands in the way, a sentence for each table."""
    since = way.last, _of_lists_taken_back(run)
    for name, ids in _written(way).items():
        if later := _changed_later(name, ids, since):
            yield _message(_CHANGED_SINCE, name, later)
    for name, ids in _added_to(way).items():
        yield _message(_REFERRED_TO, name, ids)
    for name, ids in _stand_on(way, since).items():
        yield _message(_ADDED_SINCE, name, ids)
    if over := _over_since(way, since):
        yield _message(_OVER, "offering", over)
    if ended := _not_confirmed(way):
        yield _message(_HAVE_RESULTS, "enrolment", ended)
    if losing := places_gone.losing(way):
        yield _message(_PLACES_GONE, "enrolment", losing)


def _written(way: WayBack) -> dict[str, list[int]]:
    names = sorted({*way.added, *way.changed})
    rows = {name: [*way.added.get(name, ()), *way.changed.get(name, ())] for name in names}
    return rows | ({"enrolment": list(way.enrolments)} if way.enrolments else {})


def _added_to(way: WayBack) -> dict[str, list[int]]:
    """Rows that refer to rows that would go."""
    found: dict[str, list[int]] = {}
    for name, columns in _referring_to(set(way.added)).items():
        own = {*way.added.get(name, ()), *(way.mails if name == "outgoing_mail" else ())}
        rows = {
            row_id
            for column, target in columns
            for row_id in _rows_with(db.metadata.tables[name], column, way.added[target])
        }
        if rows - own:
            found[name] = sorted(rows - own)
    return found


def _stand_on(way: WayBack, since: _Since) -> dict[str, list[int]]:
    """Rows that were added since and refer to rows that go back to what they were."""
    targets = {
        "offering": sorted(way.offerings),
        "meeting": way.changed.get("meeting", []),
        "enrolment": list(way.enrolments),
    }
    found: dict[str, list[int]] = {}
    for name, columns in _referring_to({name for name, ids in targets.items() if ids}).items():
        rows = {
            row_id
            for column, target in columns
            if name not in _TELLS and name in (_STANDS_ON[target] or {name})
            for row_id in _rows_with(db.metadata.tables[name], column, targets[target])
        }
        if later := _changed_later(name, sorted(rows), since, only=ChangeKind.INSERT):
            found[name] = later
    return found


def _over_since(way: WayBack, since: _Since) -> list[int]:
    query = select(Offering.id).where(
        Offering.id.in_(way.concerned),
        Offering.status.in_((OfferingStatus.CLOSED, OfferingStatus.CANCELLED)),
    )
    over = sorted(db.session.scalars(query)) if way.concerned else []
    return _changed_later("offering", over, since, fields={"status"})


def _not_confirmed(way: WayBack) -> list[int]:
    """Whose attendance counts already: a result follows from it, or they have withdrawn."""
    found: list[int] = []
    for portion in portions(sorted(way.attended)):
        query = select(Enrolment.id).where(
            Enrolment.id.in_(portion), Enrolment.status != Status.CONFIRMED
        )
        found += db.session.scalars(query)
    return sorted(found)


def _of_lists_taken_back(run: ImportRun) -> list[list[int]]:
    """The audit entries of lists that came later and are taken back: they have left no trace."""
    query = select(ImportRun.audited).where(
        ImportRun.status == ImportStatus.UNDONE, ImportRun.id != run.id
    )
    return [span for spans in db.session.scalars(query) for span in spans or ()]


def _changed_later(
    table: str,
    ids: Sequence[int],
    since: _Since,
    *,
    only: ChangeKind | None = None,
    fields: set[str] | None = None,
) -> list[int]:
    """Rows that were written since, other than by lists that were taken back.

    Perhaps `only` in one way, or in certain `fields`.
    """
    last, aside = since
    spans = [AuditEntry.id.between(first, end) for first, end in aside if end > last]
    found: set[int] = set()
    for portion in portions(ids):
        query = select(AuditEntry.row_id, AuditEntry.changes).where(
            AuditEntry.table_name == table,
            AuditEntry.row_id.in_(portion),
            AuditEntry.id > last,
            not_(or_(false(), *spans)),
            *([AuditEntry.kind == only] if only else []),
        )
        for row_id, changes in db.session.execute(query):
            if _counts(table, changes, fields):
                found.add(row_id)
    return sorted(found)


def _counts(table: str, changes: Mapping[str, Any], fields: set[str] | None) -> bool:
    if fields is not None:
        return bool(fields & changes.keys())
    return table not in _ASIDE or not changes.keys() <= _ASIDE[table]


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
    for portion in portions(ids):
        yield from db.session.scalars(select(key).where(column.in_(portion)))


def _message(message: str, name: str, ids: Sequence[int]) -> Message:
    names = tuple(_names(db.metadata.tables[name], ids[:_EXAMPLES]))
    examples = Message(_EXAMPLES_ARE, {"names": Listed(names)}) if names else ""
    values = {"table": Message(label(name)), "number": len(ids), "examples": examples}
    return Message(message, values)


def _names(table: Table, ids: Sequence[int]) -> list[str | Bilingual]:
    """Whom or what a few rows are about: people, else courses, else units."""
    key = next(iter(table.primary_key.columns))

    def owners(target: str, column: str) -> Any:
        owner = key if table.name == target else table.c[column]
        return select(owner).where(key.in_(list(ids)))

    if table.name == "person" or "person_id" in table.c:
        return _full_names(owners("person", "person_id"))
    if "enrolment_id" in table.c:
        of_enrolments = Enrolment.id.in_(owners("enrolment", "enrolment_id"))
        return _full_names(select(Enrolment.person_id).where(of_enrolments))
    if table.name == "course" or "course_id" in table.c:
        courses = select(Course).where(Course.id.in_(owners("course", "course_id")))
        return [course.title for course in db.session.scalars(courses)]
    if "offering_id" in table.c:
        numbers = select(Offering.number).where(Offering.id.in_(owners("offering", "offering_id")))
        return list(db.session.scalars(numbers))
    if table.name == "unit" or "unit_id" in table.c:
        units = select(Unit.number).where(Unit.id.in_(owners("unit", "unit_id")))
        return list(db.session.scalars(units))
    return []


def _full_names(person_ids: Any) -> list[str | Bilingual]:
    people = select(Person).where(Person.id.in_(person_ids)).order_by(Person.sort_key, Person.id)
    return [person.full_name for person in db.session.scalars(people)]
