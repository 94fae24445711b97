"""A file on its way to a reader: it is made while it is being sent, or written to disk."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TypeVar

from trainingtracker.reports.report import Question, Table, Tally, Value, Written

Thing = TypeVar("Thing")
_AT_ONCE = 500


@dataclass(frozen=True)
class Outgoing:
    """A name, the pieces, and the rows of each table that have gone into the pieces so far.

    `consents` are those, by id, that let the reader see what people have stated about themselves.
    Rows are read while pieces are taken: inside one snapshot, from the first to the last.
    """

    file_name: str
    pieces: Iterator[bytes]
    rows: dict[str, int]
    consents: tuple[int, ...] = ()

    @property
    def row_count(self) -> int:
        return sum(self.rows.values())

    def save(self, output: BinaryIO | Path) -> Written:
        with output.open("wb") if isinstance(output, Path) else nullcontext(output) as file:
            file.writelines(self.pieces)
        return Written(self.file_name, self.rows)


def counted(tables: Sequence[Table]) -> dict[str, int]:
    """The tables whose rows are counted: those with a record a row, or all where none has."""
    return {
        table.key: 0
        for table in tables
        if not table.to_read or all(other.to_read for other in tables)
    }


def counting(
    rows: Iterable[Sequence[Value]], counts: dict[str, int], key: str
) -> Iterator[Sequence[Value]]:
    """The rows, counted as they pass, if they are to be."""
    if key not in counts:
        yield from rows
        return
    for row in rows:
        counts[key] += 1
        yield row


def tallied(table: Table, question: Question, tally: Tally) -> Iterator[Sequence[Value]]:
    """The rows of the table, counted as they pass, and those that are alike."""
    rows = counting(table.rows(question), tally.rows, table.key)
    if table.counted_by is None:
        yield from rows
        return
    keys = [column.key for column in table.columns_for(question)]
    one, other = map(keys.index, table.counted_by)
    alike = tally.alike[table.key] = Counter()
    for row in rows:
        alike[row[one], row[other]] += 1
        yield row


def batches(things: Iterable[Thing], size: int = _AT_ONCE) -> Iterator[list[Thing]]:
    """As many at once as are worth a piece."""
    remaining = iter(things)
    while batch := list(islice(remaining, size)):
        yield batch
