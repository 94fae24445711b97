"""The sheets of the annual statistics: a row a figure of a group, three years side by side."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from trainingtracker.reports.annual_statistics.figures import (
    ASKED,
    GUESTS,
    MONEY,
    OFFERINGS,
    SHARES,
    TAKEN,
)
from trainingtracker.reports.annual_statistics.hiding import Hidden
from trainingtracker.reports.annual_statistics.numbers import Numbers, Parts, counted, published
from trainingtracker.reports.annual_statistics.years import (
    as_of,
    facts_of,
    hidden,
    notes,
    shown_years,
    year_name,
)
from trainingtracker.reports.report import Column, Line, Question, Table, change
from trainingtracker.reports.styles import Kind
from trainingtracker.statistics import annual
from trainingtracker.statistics.annual import Grouping
from trainingtracker.statistics.facts import Facts
from trainingtracker.statistics.groups import groups
from trainingtracker.statistics.years import SIDE_BY_SIDE
from trainingtracker.text import mark, sentence


@dataclass(frozen=True)
class Sheet:
    """What a sheet is about: its key, its groups, and what its figures are made of."""

    key: str
    groupings: tuple[Grouping, ...]
    parts: Parts

    def counted(self, found: Facts, dots: Mapping[Grouping, Hidden]) -> Iterator[Numbers]:
        """By grouping, as they are now."""
        for grouping in self.groupings:
            yield counted(found, grouping, self.parts, dots[grouping])


def _numbers(question: Question, sheet: Sheet) -> Sequence[Numbers]:
    """By grouping: what this reader gets."""
    if question.releases is not None:
        return [published(sheet.key, question.releases)] * len(sheet.groupings)
    return list(sheet.counted(facts_of(question), hidden(question)))


def _columns(question: Question) -> tuple[Column, ...]:
    named = (
        Column("figure", mark("Figure"), 46),
        *(
            Column(f"year_{place}", year_name(year, question.language), 14, Kind.COUNT)
            for place, year in shown_years(question)
        ),
    )
    if not _side_by_side(question):
        return named
    return (*named, Column("change", mark("Change to the year before"), 24, Kind.CHANGE))


def _side_by_side(question: Question) -> bool:
    """Whether the last year stands beside the year before."""
    places = [place for place, _ in shown_years(question)]
    return places[-2:] == [SIDE_BY_SIDE - 1, SIDE_BY_SIDE]


def _columns_by_group(question: Question) -> tuple[Column, ...]:
    return (Column("group", mark("Group"), 38), *_columns(question))


def _by_group(question: Question, sheet: Sheet) -> Iterator[Line]:
    """Every figure of every group that there is, below the name of the group."""
    for grouping, numbers in zip(sheet.groupings, _numbers(question, sheet), strict=True):
        for group in groups(grouping, numbers.groups, as_of(question)):
            name = group.name.in_language(question.language)
            for line in _figures(question, sheet, numbers, group.key):
                yield Line((name, *line), depth=line.depth)


def _in_all(question: Question, sheet: Sheet) -> Iterator[Line]:
    (numbers,) = _numbers(question, sheet)
    if numbers.groups:
        yield from _figures(question, sheet, numbers, annual.ALL)


def _figures(question: Question, sheet: Sheet, numbers: Numbers, group: Hashable) -> Iterator[Line]:
    found, with_change = shown_years(question), _side_by_side(question)
    for _, figures in sheet.parts:
        for figure in figures:
            values = [numbers.of(group, figure.key, year.number) for _, year in found]
            if with_change:
                values.append(change(*values[-2:]))
            yield Line((sentence(figure.name, question.language), *values), depth=figure.depth)


_OF_PEOPLE = (*TAKEN, *SHARES, *ASKED)
_EVERYTHING = (
    (annual.offering_lines, OFFERINGS),
    (annual.people_lines, _OF_PEOPLE),
    (annual.offering_lines, MONEY),
)


SHEETS: tuple[Sheet, ...] = (
    Sheet("overview", (annual.in_all,), _EVERYTHING),
    Sheet("topics", (annual.by_topic,), _EVERYTHING),
    Sheet("formats", (annual.by_format,), _EVERYTHING),
    Sheet("quarters", (annual.by_quarter,), _EVERYTHING),
    Sheet("divisions", (annual.by_division,), ((annual.people_lines, _OF_PEOPLE),)),
    Sheet("status_groups", (annual.by_status_group,), ((annual.people_lines, _OF_PEOPLE),)),
    Sheet("guests", (annual.in_all, annual.by_topic), ((annual.guest_lines, GUESTS),)),
)
_SHEETS = {sheet.key: sheet for sheet in SHEETS}


def _table(key: str, title: str, about: str) -> Table:
    return Table(
        key=key,
        title=title,
        about=about,
        columns=_columns_by_group,
        rows=lambda question: _by_group(question, _SHEETS[key]),
        note=notes,
        to_read=True,
        label="figure",
    )


TABLES = (
    Table(
        key="overview",
        title=mark("Overview"),
        about=mark("Every figure, in all"),
        columns=_columns,
        rows=lambda question: _in_all(question, _SHEETS["overview"]),
        note=notes,
        to_read=True,
    ),
    _table("topics", mark("By topic"), mark("Every figure by topic")),
    _table("formats", mark("By format"), mark("Every figure by format")),
    _table("quarters", mark("By quarter"), mark("Every figure by quarter")),
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
    _table(
        "guests",
        mark("Guests"),
        mark("What guests took part in; they are in none of the other numbers of persons"),
    ),
)
