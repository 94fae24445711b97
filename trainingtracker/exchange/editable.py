"""A list as it stands, as a workbook to edit and to bring back."""

from collections.abc import Callable, Iterator
from itertools import chain, islice

from trainingtracker.exchange.kinds import KINDS
from trainingtracker.exchange.round_trip import KEY, VERSION, EditableRow, version_of
from trainingtracker.labels import label
from trainingtracker.reports.lists import ForReader, list_workbook
from trainingtracker.reports.outgoing import Outgoing
from trainingtracker.reports.report import Column, ListReport
from trainingtracker.reports.styles import Kind
from trainingtracker.vocabulary import ListKind

_DAYS = {"entry", "exit", "day"}


def outgoing(
    kind: ListKind, rows: Callable[[str], Iterator[EditableRow]], reader: ForReader, about: str
) -> Outgoing:
    """The .xlsx, with the columns of the list and the two that make it come back."""
    found, fields = rows(reader.language), KINDS[kind].vocabulary.fields
    first = list(islice(found, 1))
    names = tuple(first[0].cells) if first else tuple(fields)[:1]
    columns = [Column(name, fields[name].label, 22, _kind_of(name)) for name in names]
    columns += [Column("key", KEY.label, 14), Column("version", VERSION.label, 22)]
    report = ListReport(kind.value, label(kind), tuple(columns), about)
    cells = ([*row.cells.values(), row.key, version_of(row.values)] for row in chain(first, found))
    return list_workbook(report, cells, reader)


def _kind_of(name: str) -> Kind:
    return Kind.DAY if name in _DAYS else Kind.TEXT
