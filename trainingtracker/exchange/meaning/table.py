"""The rows of a list under their headings, and what was left out or is wrong with them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from trainingtracker.exchange.meaning import cells, dates
from trainingtracker.exchange.meaning.cells import CellError, is_empty, shown
from trainingtracker.exchange.meaning.headings import Field, Headings, Vocabulary
from trainingtracker.exchange.meaning.layout import Layout
from trainingtracker.exchange.preview import Change, ChangeOf, Place, Preview, Problem
from trainingtracker.exchange.reading.sheets import Cell, Sheet
from trainingtracker.text import Listed, Message, mark

Value = TypeVar("Value")

_AS_IT_LOOKS = Layout()
_SUMMARY = re.compile(
    r"(gesamt(summe|zahl|anzahl|ergebnis)?|(zwischen)?summe|anzahl|(sub|grand )?total|sum|count"
    r"|ende|end of|stand|seite|page|erstellt|gedruckt|printed|quelle|source|hinweis|legende)\b",
    re.IGNORECASE,
)

# Cells that are what they look like, and equal where they look alike.
_REPEATED = {str, float, int, bool, date, datetime}
_USUAL_LIMIT = 250
# Beyond this, most of a list are numbers and addresses that come once.
_MOST_KNOWN = 20_000
_NO_HEADINGS = mark("No headings of this list were found. It needs at least: %(fields)s.")
_MISSING_HEADING = mark("The column “%(field)s” is missing (usual headings: %(headings)s).")
NEARLY = mark("The column “%(heading)s” may be “%(field)s” misspelt. Say whether it is.")
_TWICE = mark("There are several columns for “%(field)s” (%(headings)s). Keep one of them.")
_ANOTHER_LIST = mark(
    "The column “%(heading)s” does not belong to this kind of list. Choose the kind of list that"
    " this file is, or delete the column."
)
_NO_ROWS = mark("There are no rows below the headings.")
_REQUIRED = mark("%(field)s is missing.")
_IGNORED_COLUMNS = mark("Columns of sheet “%(sheet)s” that are not used: %(columns)s")
_IGNORED_SHEET = mark("Sheet “%(sheet)s” is not used: it has no headings of this list.")


@dataclass(slots=True)
class Record:
    """One row of the list; reading a cell that is wrong adds a problem and gives None.

    A list has many: nothing is a record's own but its cells and what is wrong with them. What a
    reader has made of a cell is `known` to all rows of the table: units, days and names come again
    and again. A reader depends on the cell alone, unless it is a lambda.
    """

    place: Place
    cells: tuple[Cell, ...]
    headings: Headings
    fields: dict[str, Field]
    problems: list[Problem]
    known: dict[Any, Any]
    wrong: frozenset[str] = frozenset()

    def has(self, name: str) -> bool:
        """Whether the list has this column at all."""
        return name in self.headings.columns

    def filled(self, name: str) -> bool:
        return not is_empty(self.raw(name))

    def raw(self, name: str) -> Cell:
        """The cell as it stands in the file; empty where the list has no such column."""
        position = self.headings.columns.get(name, len(self.cells))
        return self.cells[position] if position < len(self.cells) else ""

    @property
    def sound(self) -> bool:
        """Whether nothing in this row was wrong."""
        return not self.wrong

    def read(self, name: str, reader: Callable[[Cell], Value | None]) -> Value | None:
        """The cell through a reader; a problem gives None."""
        if name not in self.headings.columns:
            return None
        cell = self.raw(name)
        # A lambda may look at other cells of its row.
        lasting = type(cell) in _REPEATED and getattr(reader, "__name__", "") != "<lambda>"
        key = (reader, type(cell), cell) if lasting else None
        if key in self.known:
            value: Value | None = self.known[key]
            return value
        try:
            value = reader(cell)
            if key and len(self.known) < _MOST_KNOWN:
                self.known[key] = value
            return value
        except CellError as error:
            self.problem(name, error.message, **error.values)
            return None

    def text(self, name: str, limit: int = _USUAL_LIMIT) -> str:
        if limit == _USUAL_LIMIT:
            return self.read(name, cells.text) or ""
        return self.read(name, lambda cell: cells.text(cell, limit)) or ""

    def required_text(self, name: str, limit: int = _USUAL_LIMIT) -> str:
        value = self.text(name, limit)
        if not value and name not in self.wrong:
            self.missing(name)
        return value

    def missing(self, name: str) -> None:
        """A problem: this cell must not be empty."""
        self.problem(name, _REQUIRED, field=Message(self.fields[name].label))

    def day(self, name: str) -> date | None:
        return self.read(name, dates.day)

    def problem(self, name: str, message: str, **values: object) -> None:
        """Something is wrong in this column of this row."""
        self.wrong |= {name}
        column = self.headings.written.get(name, "")
        value = shown(self.raw(name)) if self.has(name) else ""
        self.problems.append(Problem(self.place, column, value, Message(message, values)))


@dataclass
class Table:
    """All rows of a list, from every sheet that has its headings; `source` names the file."""

    vocabulary: Vocabulary
    source: str
    records: list[Record] = field(default_factory=list)
    known: dict[Any, Any] = field(default_factory=dict)

    def column(self, *names: str) -> Iterator[Cell]:
        """The raw cells of columns, for what can only be known from all of them."""
        for record in self.records:
            for name in names:
                if record.has(name):
                    yield record.raw(name)

    def has(self, name: str) -> bool:
        return any(record.has(name) for record in self.records)


def find(
    sheets: list[Sheet],
    vocabulary: Vocabulary,
    preview: Preview,
    source: str,
    layout: Layout = _AS_IT_LOOKS,
) -> Table:
    """The rows under the headings; what is missing or left out is told in the preview."""
    table = Table(vocabulary, source)
    found = {sheet.name: layout.headings(sheet, vocabulary) for sheet in sheets}
    meant = [sheet for sheet in sheets if _is_meant(found[sheet.name], vocabulary)]
    if not meant:
        # The nearest to a list, so that the reader learns what is missing on it.
        meant = [max(sheets, key=lambda sheet: len(found[sheet.name].columns))]
    for sheet in sheets:
        if sheet not in meant:
            preview.notes.append(Message(_IGNORED_SHEET, {"sheet": sheet.name}))
        elif _check(sheet, found[sheet.name], vocabulary, preview):
            _rows(sheet, found[sheet.name], table, preview)
    if not table.records and not preview.problems:
        place = Place(meant[0].name, found[meant[0].name].row)
        preview.problems.append(Problem(place, "", "", Message(_NO_ROWS)))
    return table


def _is_meant(headings: Headings, vocabulary: Vocabulary) -> bool:
    """Whether a sheet holds (part of) the list: all required headings, or nearly so.

    A sheet of notes shares a heading or two with the list; a list with one heading misspelt must
    not be passed over in silence.
    """
    if headings.settled:
        return True
    named = {*headings.columns, *vocabulary.near_misses(headings).values()}
    missing = len(vocabulary.missing(named))
    enough = max(3, len(vocabulary.required))
    return missing == 0 or (missing == 1 and len(named) >= enough)


def _check(sheet: Sheet, headings: Headings, vocabulary: Vocabulary, preview: Preview) -> bool:
    problems: list[tuple[str, Message]] = []
    near = vocabulary.near_misses(headings)
    if not headings.columns and not near:
        labels = Listed(tuple(Message(field.label) for field in vocabulary.missing(())))
        preview.problems.append(
            Problem(Place(sheet.name, None), "", "", Message(_NO_HEADINGS, {"fields": labels}))
        )
        return False
    for heading, name in near.items():
        values = {"heading": heading, "field": Message(vocabulary.fields[name].label)}
        problems.append((heading, Message(NEARLY, values)))
    for wanted in vocabulary.missing({*headings.columns, *near.values()}):
        values = {"field": Message(wanted.label), "headings": Listed(wanted.headings[:4])}
        problems.append(("", Message(_MISSING_HEADING, values)))
    for name, written in headings.twice.items():
        values = {"field": Message(vocabulary.fields[name].label), "headings": Listed(written)}
        problems.append((written[0], Message(_TWICE, values)))
    problems.extend(
        (heading, Message(_ANOTHER_LIST, {"heading": heading}))
        for heading in vocabulary.of_another_list(headings)
    )
    place = Place(sheet.name, headings.row)
    preview.problems.extend(Problem(place, column, "", message) for column, message in problems)
    if headings.unknown:
        values = {"sheet": sheet.name, "columns": Listed(headings.unknown)}
        preview.notes.append(Message(_IGNORED_COLUMNS, values))
    return not problems


def _rows(sheet: Sheet, headings: Headings, table: Table, preview: Preview) -> None:
    titles = next((row.cells for row in sheet.rows if row.number == headings.row), ())
    for row in sheet.rows:
        if row.number <= headings.row or all(is_empty(cell) for cell in row.cells):
            continue
        place = Place(sheet.name, row.number)
        record = Record(
            place, row.cells, headings, table.vocabulary.fields, preview.problems, table.known
        )
        if row.cells == titles or _is_remark(record, table.vocabulary.key):
            content = " ".join(shown(cell) for cell in row.cells if not is_empty(cell))
            preview.changes.append(Change(ChangeOf.LEFT_OUT, place, content[:200]))
        else:
            table.records.append(record)


def _is_remark(record: Record, key: str) -> bool:
    """Rows that are no entry of the list: totals, footnotes, cells outside its columns."""
    if not any(record.filled(name) for name in record.headings.columns):
        return True
    named = record.filled(key)
    if named and shown(record.raw(key))[0].isdigit():
        return False
    words = [shown(cell) for cell in record.cells if isinstance(cell, str) and not is_empty(cell)]
    if not named or _SUMMARY.match(shown(record.raw(key))):
        rest = [word for word in words if not _SUMMARY.match(word)]
        if len(rest) < len(words) and not any(re.search(r"[^\W\d]", word) for word in rest):
            return True
    # A sentence alone in its row.
    alone = sum(not is_empty(cell) for cell in record.cells) == 1 and words
    return bool(alone) and len(words[0].split()) > 1
