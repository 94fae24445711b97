"""Taking a list back: everything as it was before, as long as nothing has been built on it.

It is as if the list had never come in: what it added is deleted, what it changed is as it was, and
the audit keeps that both happened. What has a history of its own goes the way back in it
(`way_back`). What others did to the same rows afterwards, and what refers to rows that would go,
stands in the way and is named.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Table
from sqlalchemy.exc import IntegrityError

from trainingtracker import clock, privacy
from trainingtracker.enrolment.changes import capacity, date_changes, taking_back
from trainingtracker.enrolment.changes.date_changes import Dates, Heard
from trainingtracker.enrolment.changes.offering_changes import renumber
from trainingtracker.errors import RuleViolation, StaleVersion
from trainingtracker.exchange.runs import journal, mails
from trainingtracker.exchange.runs.obstacles import obstacles
from trainingtracker.exchange.runs.way_back import WayBack
from trainingtracker.extensions import Model, db
from trainingtracker.models import ImportRun, ImportWrite, Offering
from trainingtracker.notify.outbox import Left
from trainingtracker.text import Listed, Message, mark
from trainingtracker.vocabulary import ChangeKind, ImportStatus

_TOLD = 5

_BUILT_ON = mark("The list cannot be taken back any more: %(reasons)s")
_FORGOTTEN = mark(
    "The list cannot be taken back any more: what stood there before is not kept for so long."
)
_NOT_POSSIBLE = mark(
    "The list cannot be taken back: something that was added since stands where something would"
    " have to come back. Nothing has been changed."
)


def what_stands_in_the_way(run: ImportRun) -> list[Message]:
    """Nothing, where the list can be taken back. Raises RuleViolation where nothing is kept."""
    return list(obstacles(run, _way_back(run)))


def _way_back(run: ImportRun) -> WayBack:
    way = WayBack.of(run)
    if not way.everything or not run.audited:
        raise RuleViolation(_FORGOTTEN)
    return way


def refuse(run: ImportRun) -> None:
    """Raises RuleViolation, naming what was built on the list.

    Where people have places by it, it is tried whether everybody can have back what they had.
    """
    way = _way_back(run)
    _refuse(run, way)
    if way.concerned:
        attempt = db.session.begin_nested()
        try:
            take_back(run)
        finally:
            attempt.rollback()
            # Of what bulk writes have changed and taken back, the session knows nothing.
            db.session.expire_all()


def _refuse(run: ImportRun, way: WayBack) -> None:
    if found := list(obstacles(run, way)):
        raise RuleViolation(_BUILT_ON, reasons=Listed(tuple(found[:_TOLD])))


def take_back(run: ImportRun) -> None:
    """Delete what the list has added, restore what it has changed. Raises RuleViolation.

    Enrolments go back by a step of their own, with the places that become free.
    """
    way = _way_back(run)
    persons = taking_back.lock([*way.enrolments, *way.attended], way.offerings)
    _refuse(run, way)
    dates = {each: Dates.of(db.session.get_one(Offering, each)) for each in way.offerings}
    left = mails.left(way.mails)
    try:
        with journal.footprint() as footprint:
            _restore(way.rows)
            _delete_what_was_added(way.rows)
            _add_what_was_deleted(way.rows)
            taking_back.take_back(
                way.enrolments, run.undone_by_id, told=mails.told_of_enrolments(left)
            )
            _follow_up(dates, left)
            taking_back.fill(way.concerned, persons)
            mails.withdraw(way.mails)
            db.session.flush()
    except IntegrityError as error:
        raise StaleVersion(_NOT_POSSIBLE) from error
    run.audited = [*(run.audited or []), footprint.audited()]
    run.status, run.undone_at, run.claimed_until = ImportStatus.UNDONE, clock.now(), None


def _follow_up(dates: dict[int, Dates], left: Sequence[Left]) -> None:
    """Fewer places and other dates than the list had made: what `change_offering` does then."""
    heard = Heard(*mails.told_of_dates(left))
    for offering_id, before in sorted(dates.items()):
        offering = db.session.get_one(Offering, offering_id)
        capacity.check(offering, offering.max_places)
        date_changes.follow_up(offering, before, heard)
        renumber(offering)


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
    way = WayBack.of(run)
    names = {*way.added, *way.changed, *way.deleted}
    rows = {
        table.name: (
            len(way.added.get(table.name, ())),
            len(way.changed.get(table.name, ())) + len(way.deleted.get(table.name, ())),
        )
        for table in db.metadata.sorted_tables
        if table.name in names
    }
    return rows | ({"enrolment": (0, len(way.moved))} if way.moved else {})


class Foretold(NamedTuple):
    """How many enrolments would end; how many messages would be withdrawn, how many have left."""

    ending: int
    withdrawn: int
    staying: int


def foretold(run: ImportRun) -> Foretold:
    way = WayBack.of(run)
    return Foretold(len(way.begun), mails.withdrawable(way.mails), len(mails.left(way.mails)))
