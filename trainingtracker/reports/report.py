"""What a report is made of: its columns, its filters, what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from trainingtracker.reports.styles import Kind
from trainingtracker.text import mark, sentence

Value: TypeAlias = str | int | float | Decimal | date | None


@dataclass(frozen=True)
class Column:
    """A column of a sheet: its heading (a message id), what it holds, its width in characters."""

    heading: str
    width: float = 12
    kind: Kind = Kind.TEXT
    indent: int = 0

    def title(self, language: str) -> str:
        return sentence(self.heading, language)


@dataclass(frozen=True)
class Filters:
    """What the reader asked for: the reference date, perhaps one unit, perhaps one topic."""

    as_of: date
    unit_id: int | None = None
    topic_id: int | None = None


@dataclass(frozen=True)
class Written:
    """What went into a workbook: its file name and the rows of each sheet that has one a row."""

    file_name: str
    rows: Mapping[str, int]

    @property
    def row_count(self) -> int:
        return sum(self.rows.values())


@dataclass(frozen=True)
class Report:
    """A report that can be downloaded. Titles are message ids."""

    key: str
    title: str
    purpose: str


@dataclass(frozen=True)
class ListReport:
    """A list of the pages as a workbook; `about` is what its file is named after, else the day."""

    key: str
    title: str
    columns: tuple[Column, ...]
    about: str = ""


ATTAINMENT = Report(
    key="attainment",
    title=mark("Attainment on a reference date"),
    purpose=mark(
        "How many of us took part in what by a day, and who holds which competence. The workbook "
        "has every number with its source."
    ),
)
