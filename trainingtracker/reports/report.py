"""What a report is made of: its columns, its tables, its filters, who asks, what became of it.

Page, workbook, CSV and JSON are made from the tables alone, so they cannot disagree.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple, TypeAlias, TypeVar, cast

from sqlalchemy import ColumnElement

from trainingtracker.accounts.actor import Actor
from trainingtracker.attainment.scope import Scope
from trainingtracker.competence.consent import stated_to
from trainingtracker.models import Release
from trainingtracker.organisation.tree import UnitNode, UnitTree
from trainingtracker.reports.styles import Kind, StandsOut
from trainingtracker.text import Localised, sentence

# Times are those of the clock on the wall, without a zone. Money is in euros, a share is of 1.
Value: TypeAlias = str | int | float | Decimal | date | datetime | None
# A cell that is hidden, so that nobody can be recognised.
DOT = "\u2022"

Found = TypeVar("Found")


@dataclass(frozen=True)
class Column:
    """A column of a table: its stable key, its heading, what it holds, its width in characters.

    The key is English and does not change: programs find the column by it, in CSV, JSON and the
    legend. The heading is a message id, or a text of the data. `stands_out`: which of its cells do
    in a workbook, and how.
    """

    key: str
    heading: str | Localised
    width: float = 12
    kind: Kind = Kind.TEXT
    indent: int = 0
    stands_out: tuple[StandsOut, ...] = ()

    def title(self, language: str) -> str:
        if isinstance(self.heading, str):
            return sentence(self.heading, language)
        return self.heading.in_language(language)


@dataclass(frozen=True)
class Filters:
    """What a reader can ask for; a report names those that it takes.

    `since` to `as_of` is a period, both days inclusive. `compare_with` is an earlier reference
    date. `names`: with the tables that have a row a person. `known_at`: by what was on record at
    that moment, for HR alone. `published`: as HR has published it, for everybody else the rule;
    `release` is the number of one that a correction has replaced.
    """

    as_of: date
    since: date | None = None
    unit_id: int | None = None
    topic_id: int | None = None
    offering_id: int | None = None
    year: int | None = None
    compare_with: date | None = None
    names: bool = False
    known_at: datetime | None = None
    published: bool = False
    release: int | None = None


# How many rows are alike in two columns.
Alike: TypeAlias = Counter[tuple[Value, Value]]


class Tally(NamedTuple):
    """What has gone into a file so far: the rows of each table by its key, and how many of them are
    alike in the two columns by which the table is counted.
    """

    rows: dict[str, int]
    alike: dict[str, Alike]


class Published(NamedTuple):
    """A release as it is read: on which day it was published, and replaced by a correction."""

    release: Release
    day: date
    replaced_on: date | None = None


@dataclass(frozen=True)
class Question:
    """Filters and who asks: everything that a rows function may know.

    `scope` is what this reader may see, narrowed by the filters already; `tree` is that of the
    reference date; `releases` what has been published by year, where that is asked for. `written`
    is what the workbook that is being made has got so far.
    """

    filters: Filters
    actor: Actor
    scope: Scope
    tree: UnitTree
    language: str
    reader_name: str
    releases: Mapping[int, Published] | None = None
    written: Tally | None = None
    _answers: dict[Hashable, object] = field(default_factory=dict, compare=False, repr=False)

    @property
    def as_of(self) -> date:
        return self.filters.as_of

    @property
    def unit(self) -> UnitNode | None:
        """The unit that the reader chose."""
        return self.tree.get(self.filters.unit_id)

    @property
    def guarded(self) -> bool:
        """Whether what could give away a single person is hidden: the reader is not HR."""
        return not self.actor.is_hr

    @property
    def of_now(self) -> bool:
        """Whether it is asked by what is on record now."""
        return self.filters.known_at is None

    @property
    def stated(self) -> ColumnElement[bool] | None:
        """The holdings that people have stated and consented to show this reader, or nothing.

        Nothing of an earlier moment: who has revoked since would be shown.
        """
        if not self.of_now:
            return None
        return self.once("stated", lambda: stated_to(self.actor))

    def once(self, key: Hashable, find: Callable[[], Found]) -> Found:
        """What `find` returns, found once for all tables of this question."""
        if key not in self._answers:
            self._answers[key] = find()
        return cast("Found", self._answers[key])


class Percent(float):
    """A share that stands in a column of other numbers."""


class Points(float):
    """By how many percentage points a share has changed."""


class Euros(float):
    """An amount that stands in a column of other numbers."""


class Tenths(float):
    """A number with a decimal that stands in a column of other numbers."""


_OF_ITS_OWN: dict[type, Kind] = {
    Percent: Kind.SHARE,
    Points: Kind.CHANGE_OF_SHARE,
    Euros: Kind.MONEY,
    Tenths: Kind.DECIMAL,
}
_CHANGES_OF = {Kind.MONEY: Kind.CHANGE_OF_MONEY, Kind.DECIMAL: Kind.CHANGE_OF_DECIMAL}


def change(before: Value, after: Value) -> Value:
    """The difference of two numbers of the same kind; none beside a dot or a dash."""
    if isinstance(before, Percent) and isinstance(after, Percent):
        return Points(round((after - before) * 100, 1))
    for kind in (Euros, Tenths):
        if isinstance(before, kind) and isinstance(after, kind):
            return kind(round(after - before, 6))
    if isinstance(before, int) and isinstance(after, int):
        return after - before
    return None


def kind_of(value: object, kind: Kind) -> Kind:
    """What a cell of a column of this kind holds: a value may have a kind of its own."""
    own = _OF_ITS_OWN.get(type(value), kind)
    return _CHANGES_OF.get(own, own) if kind is Kind.CHANGE else own


class Line(tuple[Value, ...]):
    """A row that stands out: at a depth of a tree, a total, or drawn in the chart of its table."""

    depth: int
    total: bool
    charted: bool

    def __new__(
        cls,
        values: Iterable[Value],
        *,
        depth: int = 0,
        total: bool = False,
        charted: bool = False,
    ) -> "Line":
        line = super().__new__(cls, tuple(values))
        line.depth, line.total, line.charted = depth, total, charted
        return line


Rows: TypeAlias = Callable[[Question], Iterable[Sequence[Value]]]


@dataclass(frozen=True)
class Drawing:
    """The chart of a table: the columns of numbers that are drawn for its charted rows.

    Those rows are neighbours. A column that a question does not have is left out.
    """

    title: str
    description: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One sheet: its columns and the one function that yields its rows, a value a column.

    `to_read`: a sheet with title, note and groups that fold (rows may be `Line`), instead of a
    native table from row 1. `note` says how to read it: a message id, or sentences for a question;
    `about` is what the cover says of it. `label` is the key of the column that says what a row is
    about (the first, where nothing is said). `personal`: it has a row a person. `stated`: it has
    what people have stated and consented to show. `shown` says for which questions it exists.
    `counted_by` are two columns by whose values its rows are counted on their way into a workbook.
    Where columns depend on the question they are a function of it.
    """

    key: str
    title: str
    columns: tuple[Column, ...] | Callable[[Question], tuple[Column, ...]]
    rows: Rows
    note: str | Callable[[Question], list[str]] = ""
    to_read: bool = False
    label: str = ""
    about: str = ""
    drawing: Drawing | None = None
    personal: bool = False
    stated: bool = False
    shown: Callable[[Question], bool] = lambda _question: True
    counted_by: tuple[str, str] | None = None

    def columns_for(self, question: Question) -> tuple[Column, ...]:
        return self.columns(question) if callable(self.columns) else self.columns

    def is_in(self, question: Question) -> bool:
        """Whether a file of a report that takes `names` has it."""
        return self.shown(question) and (question.filters.names or not self.personal)


@dataclass(frozen=True)
class Report:
    """A report that can be looked at and downloaded. Titles and purposes are message ids.

    `takes` names the filters that it takes. `scope`: whose data it has for an actor on a day; by
    default that of reports/scopes.py. `definitions` are pairs of a term and its meaning. `short`
    is a shorter title, for the names of files.
    """

    key: str
    title: str
    purpose: str
    audience: Callable[[Actor], bool]
    takes: frozenset[str]
    tables: tuple[Table, ...]
    scope: Callable[[Actor, date], Scope] | None = None
    definitions: tuple[tuple[str, str], ...] = ()
    short: str = ""

    def tables_for(self, question: Question) -> list[Table]:
        """Its tables for this question; those with a row a person only where names are asked."""
        takes_names = "names" in self.takes
        return [
            table
            for table in self.tables
            if (table.is_in(question) if takes_names else table.shown(question))
        ]


@dataclass(frozen=True)
class Written:
    """What went into a file: its name and the number of records of each table."""

    file_name: str
    rows: Mapping[str, int]

    @property
    def row_count(self) -> int:
        return sum(self.rows.values())


@dataclass(frozen=True)
class ListReport:
    """A list of the pages as a workbook; `about` is what its file is named after, else the day."""

    key: str
    title: str
    columns: tuple[Column, ...]
    about: str = ""
