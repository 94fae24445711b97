"""What a page shows of a report: the rows of one table, some at a time."""

from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

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
    found = table.rows(question)
    if isinstance(found, Selected | ByPeople | OneByOne):
        shown, total = found.some(limit, offset), found.count()
    else:
        everything = list(found)
        shown, total = list(islice(everything, offset, offset + limit)), len(everything)
    rows = [
        PreviewRow(row, row.depth, row.total) if isinstance(row, Line) else PreviewRow(row)
        for row in shown
    ]
    return Preview(table, table.columns_for(question), rows, total)
