"""From a file to a preview, and from a preview without problems into the database.

`read_and_compare` only looks. `bring_in` looks again while no other list can be brought in, and
writes in the same transaction.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.errors import RuleViolation, StaleVersion
from trainingtracker.exchange import mappings
from trainingtracker.exchange.kinds import KINDS
from trainingtracker.exchange.locking import lock_imports
from trainingtracker.exchange.meaning import table
from trainingtracker.exchange.meaning.layout import Layout
from trainingtracker.exchange.preview import Preview, Watcher
from trainingtracker.exchange.reading import reader
from trainingtracker.exchange.reading.choices import Choices
from trainingtracker.exchange.reading.sheets import Sheet
from trainingtracker.extensions import db
from trainingtracker.text import mark
from trainingtracker.vocabulary import ListKind

_AS_IT_LOOKS = Choices()
_SAME_MOMENT = mark(
    "Somebody has changed the same data at the same moment, so nothing has been written. Compare"
    " the list again."
)
_HAS_PROBLEMS = mark("The list has problems, so nothing of it goes in. Correct them first.")


def read_and_compare(
    kind: ListKind,
    source: Path | bytes,
    *,
    name: str = "",
    today: date | None = None,
    actor: Actor | None = None,
    watcher: Watcher | None = None,
    choices: Choices = _AS_IT_LOOKS,
) -> Preview:
    """What importing the file would do now.

    `source` is a path or, with its `name`, the content of a file; changes that the list does not
    date hold from `today` on. `actor` is who brings the list in. Writes nothing. Raises Unreadable.
    """
    file_name = name or (source.name if isinstance(source, Path) else "")
    sheets = reader.read(source, name, choices)
    preview = Preview(kind, actor=actor, watcher=watcher, choices=choices)
    return _compared(preview, sheets, file_name, today)


def bring_in(
    kind: ListKind,
    source: Path | bytes,
    *,
    name: str = "",
    today: date | None = None,
    actor: Actor | None = None,
    only_if: Callable[[Preview], bool] = lambda _: True,
    choices: Choices = _AS_IT_LOOKS,
) -> Preview:
    """Write what the file changes now, or, where it has problems, nothing; the preview says which.

    `only_if` is asked about a preview without problems before it is written.
    Lists are brought in one after the other: the second compares with what the first has written.
    Raises Unreadable and StaleVersion.
    """
    file_name = name or (source.name if isinstance(source, Path) else "")
    # Before the lock: reading is half of the time, and others need not wait for it.
    sheets = reader.read(source, name, choices)
    lock_imports()
    preview = _compared(Preview(kind, actor=actor, choices=choices), sheets, file_name, today)
    if not preview.problems and only_if(preview):
        apply(preview)
    return preview


def _compared(
    preview: Preview,
    sheets: list[Sheet],
    file_name: str,
    today: date | None,
) -> Preview:
    of_kind = KINDS[preview.kind]
    layout = Layout(preview.choices, mappings.remembered(preview.kind))
    found = table.find(sheets, of_kind.vocabulary, preview, file_name, layout)
    preview.rows = len(found.records)
    if found.records:
        of_kind.compare(found, preview, today or clock.today())
    preview.problems.sort(key=lambda problem: (problem.place.sheet, problem.place.row or 0))
    return preview


def apply(preview: Preview) -> None:
    """Write what the preview shows: all of it or, where it has problems, nothing.

    In the transaction in which the preview was made, after `lock_imports`, so that it still is
    true. Raises RuleViolation, and StaleVersion where pages have written the same meanwhile.
    """
    if preview.problems:
        raise RuleViolation(_HAS_PROBLEMS)
    try:
        preview.writes.write()
        db.session.flush()
        preview.written = True
    except IntegrityError as error:
        raise StaleVersion(_SAME_MOMENT) from error
