"""What a page shows of a report: the rows of one table, some at a time.

How many rows a long table has, and all of a short one, is kept until anything changes: whoever
pages through it waits for that once.
"""

from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

from trainingtracker import clock
from trainingtracker.kept import kept
from trainingtracker.reports.report import Column, Line, Question, Table, Value
from trainingtracker.reports.selected import ByPeople, OneByOne, Selected


class PreviewRow(NamedTuple):
    """A value a column; `depth` is that of a tree."""

    values: Sequence[Value]
    depth: int = 0
    total: bool = False


class Preview(NamedTuple):
    """Some rows of one table; `total` is how many it has."""

    table: Table
    columns: Sequence[Column]
    rows: list[PreviewRow]
    total: int

    @property
    def label(self) -> int:
        """The position of the column that says what a row is about."""
        keys = [column.key for column in self.columns]
        return keys.index(self.table.label) if self.table.label else 0


def preview(table: Table, question: Question, *, limit: int = 50, offset: int = 0) -> Preview:
    """The rows of a table from `offset` on, in the order of every file."""
    found, key = table.rows(question), _key(table, question)
    if isinstance(found, OneByOne):
        shown, total = found.some(limit, offset), found.count()
    elif isinstance(found, Selected | ByPeople):
        shown, total = found.some(limit, offset), kept(("number of rows", *key), found.count)
    else:
        everything = _everything(table, found, key)
        shown, total = everything[offset : offset + limit], len(everything)
    rows = [
        PreviewRow(row, row.depth, row.total) if isinstance(row, Line) else PreviewRow(row)
        for row in shown
    ]
    return Preview(table, table.columns_for(question), rows, total)


def _everything(
    table: Table, found: Iterable[Sequence[Value]], key: tuple[Hashable, ...]
) -> list[Sequence[Value]]:
    """Names are not kept at all, and what people take back is gone at once."""
    if table.personal:
        return list(found)
    return kept(("rows", *key), lambda: list(found), large=True, long=not table.stated)


def _key(table: Table, question: Question) -> tuple[Hashable, ...]:
    """All that the rows depend on besides the data. The clock goes on without any change."""
    return (
        *(table.rows, table.key, question.filters, question.scope, question.language),
        *(question.actor.person_id, question.reader_name, clock.lately()),
    )
