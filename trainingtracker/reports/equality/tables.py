"""The sheets of the equality report: number, base and share, three years side by side."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from trainingtracker.attainment.shares import Share
from trainingtracker.reports.annual_statistics.hiding import Hidden
from trainingtracker.reports.annual_statistics.numbers import Numbers, published
from trainingtracker.reports.annual_statistics.years import (
    as_of,
    facts_of,
    hidden,
    notes,
    shown_years,
    year_name,
)
from trainingtracker.reports.equality.figures import FIGURES, Figure
from trainingtracker.reports.report import DOT, Column, Line, Percent, Question, Table, Value
from trainingtracker.reports.styles import Kind
from trainingtracker.statistics import annual
from trainingtracker.statistics.annual import Grouping
from trainingtracker.statistics.equality import EqualityLine, equality_lines
from trainingtracker.statistics.facts import Facts
from trainingtracker.statistics.groups import groups
from trainingtracker.text import Message, mark, sentence

_OF_A_YEAR = (
    ("part", mark("%(year)s: number"), Kind.COUNT),
    ("base", mark("%(year)s: of"), Kind.COUNT),
    ("share", mark("%(year)s: share"), Kind.SHARE),
)


@dataclass(frozen=True)
class Sheet:
    """A sheet by its key, and the groups that it is about."""

    key: str
    grouping: Grouping

    def counted(self, found: Facts, dots: Mapping[Grouping, Hidden]) -> Iterator[Numbers]:
        """As they are now: of each figure its part and its base."""
        lines = equality_lines(found, self.grouping)
        yield Numbers(
            frozenset(str(line.group) for line in lines),
            {
                (str(line.group), f"{figure.key}_{name}", line.year.number): _number(
                    trait, figure, line, dots[self.grouping]
                )
                for line in lines
                for figure in FIGURES
                for name, trait in (("part", figure.part), ("base", figure.base))
            },
        )


def _number(trait: str, figure: Figure, line: EqualityLine, dots: Hidden) -> Value:
    if (line.group, line.year.number, trait) in dots:
        return DOT
    cases = line.cases[trait]
    return cases.persons if figure.persons else cases.number


def _columns(question: Question) -> tuple[Column, ...]:
    columns = [Column("group", mark("Group"), 34), Column("figure", mark("Figure"), 38)]
    for place, year in shown_years(question):
        name = year_name(year, question.language)
        columns += [
            Column(f"{key}_{place}", Message(heading, {"year": name}), 11, kind)
            for key, heading, kind in _OF_A_YEAR
        ]
    return tuple(columns)


def _rows(question: Question, sheet: Sheet) -> Iterator[Line]:
    numbers = _numbers(question, sheet)
    for group in groups(sheet.grouping, numbers.groups, as_of(question)):
        for figure in FIGURES:
            values: list[Value] = [
                group.name.in_language(question.language),
                sentence(figure.name, question.language),
            ]
            for _, year in shown_years(question):
                of_year = (
                    numbers.of(group.key, f"{figure.key}_{name}", year.number)
                    for name in ("part", "base")
                )
                values += _share(*of_year)
            yield Line(values, depth=figure.depth)


def _numbers(question: Question, sheet: Sheet) -> Numbers:
    if question.releases is not None:
        return published(sheet.key, question.releases)
    (numbers,) = sheet.counted(facts_of(question), hidden(question))
    return numbers


def _share(part: Value, base: Value) -> Iterator[Value]:
    """The number, its base, and the share of one in the other.

    Beside a hidden base nothing is shown, not even that the number is 0.
    """
    yield DOT if base == DOT else part
    yield base
    if isinstance(part, int) and isinstance(base, int):
        value = Share(part, base).value
        yield None if value is None else Percent(value)
    else:
        yield DOT if DOT in (part, base) else None


SHEETS = (
    Sheet("overview", annual.in_all),
    Sheet("topics", annual.by_topic),
    Sheet("formats", annual.by_format),
    Sheet("divisions", annual.by_division),
    Sheet("status_groups", annual.by_status_group),
)
_SHEETS = {sheet.key: sheet for sheet in SHEETS}


def _table(key: str, title: str, about: str) -> Table:
    return Table(
        key=key,
        title=title,
        about=about,
        columns=_columns,
        rows=lambda question: _rows(question, _SHEETS[key]),
        note=notes,
        to_read=True,
        label="figure",
    )


TABLES = (
    _table("overview", mark("Overview"), mark("Every share, in all")),
    _table("topics", mark("By topic"), mark("Every share by topic")),
    _table("formats", mark("By format"), mark("Every share by format")),
    _table(
        "divisions",
        mark("By division"),
        mark("Staff by the division that they belonged to then"),
    ),
    _table(
        "status_groups",
        mark("By status group"),
        mark("Staff by the status group that they belonged to then"),
    ),
)
