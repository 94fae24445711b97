"""A list as it stands, as a workbook to edit and to bring back."""

from collections.abc import Callable, Iterator
from itertools import chain, islice

from trainingtracker.exchange.kinds import KINDS
from trainingtracker.exchange.round_trip import KEY, VERSION, EditableRow, version_of
from trainingtracker.labels import label
from trainingtracker.reports.lists.as_workbook import ForReader, file_name, list_workbook
from trainingtracker.reports.outgoing import Outgoing
from trainingtracker.reports.report import Column, ListReport
from trainingtracker.reports.styles import Kind
from trainingtracker.text import sentence
from trainingtracker.vocabulary import ListKind

_DAYS = {"entry", "exit", "day"}


def outgoing(
    kind: ListKind, rows: Callable[[str], Iterator[EditableRow]], reader: ForReader, about: str
) -> Outgoing:
    """The .xlsx, with the columns of the list and the two that make it come back."""
    counts: dict[str, int] = {}

    def pieces() -> Iterator[bytes]:
        # Not before the file is on its way: what is read until then belongs to another session.
        file = _file(kind, rows(reader.language), reader)
        counts.update(file.rows)
        for piece in file.pieces:
            counts.update(file.rows)
            yield piece

    title = sentence(label(kind), reader.language)
    return Outgoing(file_name(title, about), pieces(), counts)


def _file(kind: ListKind, rows: Iterator[EditableRow], reader: ForReader) -> Outgoing:
    fields = KINDS[kind].vocabulary.fields
    first = list(islice(rows, 1))
    names = tuple(first[0].cells) if first else tuple(fields)[:1]
    columns = [Column(name, fields[name].label, 22, _kind_of(name)) for name in names]
    columns += [Column("key", KEY.label, 14), Column("version", VERSION.label, 22)]
    cells = ([*row.cells.values(), row.key, version_of(row.values)] for row in chain(first, rows))
    return list_workbook(ListReport(kind.value, label(kind), tuple(columns)), cells, reader)


def _kind_of(name: str) -> Kind:
    return Kind.DAY if name in _DAYS else Kind.TEXT
