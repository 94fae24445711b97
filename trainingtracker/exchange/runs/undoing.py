"""Taking a list back: everything as it was before, as long as nothing has been built on it.

It is as if the list had never come in: what it added is deleted, what it changed is as it was, and
the audit keeps that both happened. What others did to the same rows afterwards, and what refers to
rows that would go, stands in the way and is named.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.exc import IntegrityError

from trainingtracker import clock, privacy
from trainingtracker.errors import RuleViolation, StaleVersion
from trainingtracker.exchange.kinds import KINDS
from trainingtracker.exchange.runs import journal
from trainingtracker.exchange.runs.obstacles import Obstacle, obstacles
from trainingtracker.extensions import Model, db
from trainingtracker.models import ImportRun, ImportWrite
from trainingtracker.text import Listed, mark
from trainingtracker.vocabulary import ChangeKind, ImportStatus

_TOLD = 5

_BUILT_ON = mark("The list cannot be taken back any more: %(reasons)s")
_BY_OPERATIONS = mark(
    "A list of this kind goes in by the same steps as on the pages, with its messages and its"
    " history. Correct single entries there."
)
_FORGOTTEN = mark(
    "The list cannot be taken back any more: what stood there before is not kept for so long."
)
_NOT_POSSIBLE = mark(
    "The list cannot be taken back: something that was added since stands where something would"
    " have to come back. Nothing has been changed."
)


def what_stands_in_the_way(run: ImportRun) -> list[Obstacle]:
    """Nothing, where the list can be taken back. Raises RuleViolation where nothing is kept."""
    if KINDS[run.list_kind].by_operations:
        raise RuleViolation(_BY_OPERATIONS)
    writes = journal.kept(run.id)
    if not writes or not run.audited:
        raise RuleViolation(_FORGOTTEN)
    return obstacles(run, writes)


def refuse(run: ImportRun) -> None:
    """Raises RuleViolation, naming what was built on the list."""
    found = what_stands_in_the_way(run)
    if found:
        raise RuleViolation(
            _BUILT_ON, reasons=Listed(tuple(each.message for each in found[:_TOLD]))
        )


def take_back(run: ImportRun) -> None:
    """Delete what the list has added, restore what it has changed. Raises RuleViolation."""
    refuse(run)
    writes = journal.kept(run.id)
    try:
        with journal.footprint() as footprint:
            _restore(writes)
            _delete_what_was_added(writes)
            _add_what_was_deleted(writes)
            db.session.flush()
    except IntegrityError as error:
        raise StaleVersion(_NOT_POSSIBLE) from error
    run.audited = [*(run.audited or []), footprint.audited()]
    run.status, run.undone_at, run.claimed_until = ImportStatus.UNDONE, clock.now(), None


def _restore(writes: Sequence[ImportWrite]) -> None:
    """From the last change to the first, so that what stood there before all of them stays."""
    for write in reversed(writes):
        if write.kind is ChangeKind.UPDATE:
            model = models()[write.table_name]
            rows = journal.before(write, _table(model))
            if "version" in write.detail["columns"]:
                _count_on(model, rows)
            privacy.bulk_update(model, rows)


def _count_on(model: type[Model], rows: list[dict[str, Any]]) -> None:
    """A version never comes back: pages that were opened since must notice the change."""
    now = privacy.current(model, [row["id"] for row in rows], ["version"])
    for row in rows:
        row["version"] = now[row["id"]]["version"] + 1


def _delete_what_was_added(writes: Sequence[ImportWrite]) -> None:
    """Rows that refer to others before those."""
    added = journal.by_table(writes, ChangeKind.INSERT)
    for table in reversed(db.metadata.sorted_tables):
        if table.name in added:
            privacy.bulk_delete(models()[table.name], added[table.name])


def _add_what_was_deleted(writes: Sequence[ImportWrite]) -> None:
    for table in db.metadata.sorted_tables:
        for write in writes:
            if write.kind is ChangeKind.DELETE and write.table_name == table.name:
                model = models()[table.name]
                privacy.bulk_insert(model, journal.before(write, table), keep_ids=True)


def models() -> dict[str, type[Model]]:
    """The models by the names of their tables."""
    return dict(_models())


def _models() -> Iterator[tuple[str, type[Model]]]:
    for mapper in Model.registry.mappers:
        yield _table(mapper.class_).name, mapper.class_


def _table(model: type[Model]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table


def rows_to_take_back(run: ImportRun) -> dict[str, tuple[int, int]]:
    """Table -> how many rows would be deleted, how many put back."""
    writes = journal.kept(run.id)
    added = journal.by_table(writes, ChangeKind.INSERT)
    changed = journal.by_table(writes, ChangeKind.UPDATE)
    deleted = journal.by_table(writes, ChangeKind.DELETE)
    return {
        table.name: (
            len(added.get(table.name, ())),
            len(changed.get(table.name, ())) + len(deleted.get(table.name, ())),
        )
        for table in db.metadata.sorted_tables
        if table.name in added or table.name in changed or table.name in deleted
    }
