"""What a transaction writes, taken down while it writes, so that it can be taken back later.

The audit keeps who changed what; of personal fields it keeps the name alone. Whoever may have to
restore a row asks for a journal: it has the ids of new rows, and what stood in changed and deleted
ones. It sees what the audit sees, and new messages; nothing where nobody has asked.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from trainingtracker.extensions import db
from trainingtracker.vocabulary import ChangeKind

_NAME = "journal"


@dataclass(frozen=True)
class Written:
    """One kind of change to rows of one table; each row is its id and what stood in `columns`."""

    table: str
    kind: ChangeKind
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


@contextmanager
def journal() -> Iterator[list[Written]]:
    """Everything that this session writes until the end of the block, in its order."""
    written: list[Written] = []
    db.session.info[_NAME] = written
    try:
        yield written
    finally:
        del db.session.info[_NAME]


@contextmanager
def unnoted() -> Iterator[None]:
    """What is written until the end of the block is rolled back: no journal has it."""
    kept = db.session.info.pop(_NAME, None)
    try:
        yield
    finally:
        if kept is not None:
            db.session.info[_NAME] = kept


def note(session_info: dict[Any, Any], written: Written) -> None:
    """Take down a change where somebody keeps a journal."""
    kept = session_info.get(_NAME)
    if kept is not None and written.rows:
        kept.append(written)
