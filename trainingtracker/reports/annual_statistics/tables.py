"""The sheets of the annual statistics: a row a figure of a group, three years side by side."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from trainingtracker.kept import kept
from trainingtracker.reports.annual_statistics.figures import (
    ASKED,
    GUESTS,
    MONEY,
    OFFERINGS,
    SHARES,
    TAKEN,
    Figure,
)
from trainingtracker.reports.annual_statistics.hiding import Hidden, hidden_of
from trainingtracker.reports.annual_statistics.years import (
    as_of,
    facts_of,
    notes,
    smallest_of,
    year_name,
)
from trainingtracker.reports.report import (
    DOT,
    Column,
    Line,
    Question,
    Table,
    Value,
    change,
)
from trainingtracker.reports.styles import Kind
from trainingtracker.statistics import annual
from trainingtracker.statistics.annual import Facts, Grouping
from trainingtracker.statistics.groups import Group, groups
from trainingtracker.statistics.years import years
from trainingtracker.text import mark, sentence

# The lines of a grouping: each has a group, a year and whatever figures are made of.
_Lines = Callable[[Facts, Grouping, Iterable[Hashable]], Sequence[Any]]
_Parts = Sequence[tuple[_Lines, Sequence[Figure]]]
_By = dict[tuple[Hashable, int], Any]


def _hidden(question: Question) -> Mapping[Grouping, Hidden]:
    """Kept, because every look at a sheet asks for it."""
    found, smallest = facts_of(question), smallest_of(question)
    key = ("annual hidden", as_of(question), question.filters.topic_id, smallest)
    return kept(key, lambda: hidden_of(found, smallest))


def _columns(question: Question) -> tuple[Column, ...]:
    found = years(as_of(question))
    return (
        Column("figure", mark("Figure"), 40),
        *(
            Column(f"year_{position}", year_name(year, question.language), 14, Kind.COUNT)
            for position, year in enumerate(found, 1)
        ),
        Column("change", mark("Change to the year before"), 24, Kind.CHANGE),
    )


def _columns_by_group(question: Question) -> tuple[Column, ...]:
    return (Column("group", mark("Group"), 38), *_columns(question))


def _by_group(question: Question, grouping: Grouping, parts: _Parts) -> Iterator[Line]:
    """Every figure of every group that there is, below the name of the group."""
    for group, lines in _side_by_side(question, grouping, parts):
        for line in lines:
            yield Line((group.name.in_language(question.language), *line), depth=line.depth)


def _in_all(question: Question, parts: _Parts) -> Iterator[Line]:
    for _group, lines in _side_by_side(question, annual.in_all, parts):
        yield from lines


def _side_by_side(
    question: Question, grouping: Grouping, parts: _Parts
) -> Iterator[tuple[Group, Iterator[Line]]]:
    """Every group that there is, with its figures in each of the years."""
    found = facts_of(question)
    there = {line.group for of, _ in parts for line in of(found, grouping, ())}
    by = [
        ({(line.group, line.year.number): line for line in of(found, grouping, there)}, figures)
        for of, figures in parts
    ]
    for group in groups(grouping, there, as_of(question)):
        yield group, _figures(question, grouping, group, by)


def _figures(
    question: Question,
    grouping: Grouping,
    group: Group,
    by: Sequence[tuple[_By, Sequence[Figure]]],
) -> Iterator[Line]:
    dots = _hidden(question)[grouping]
    for lines, figures in by:
        for figure in figures:
            values = [
                _value(figure, lines[group.key, year.number], dots)
                for year in facts_of(question).years
            ]
            name = sentence(figure.name, question.language)
            yield Line((name, *values, change(*values[-2:])), depth=figure.depth)


def _value(figure: Figure, line: Any, dots: Hidden) -> Value:
    if any((line.group, line.year.number, trait) in dots for trait in figure.behind):
        return DOT
    return figure.of(line)


_OF_PEOPLE = (*TAKEN, *SHARES, *ASKED)
_EVERYTHING = (
    (annual.offering_lines, OFFERINGS),
    (annual.people_lines, _OF_PEOPLE),
    (annual.offering_lines, MONEY),
)


def _table(
    key: str, title: str, about: str, grouping: Grouping, parts: _Parts = _EVERYTHING
) -> Table:
    return Table(
        key=key,
        title=title,
        about=about,
        columns=_columns_by_group,
        rows=lambda question: _by_group(question, grouping, parts),
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
        rows=lambda question: _in_all(question, _EVERYTHING),
        note=notes,
        to_read=True,
    ),
    _table("topics", mark("By topic"), mark("Every figure by topic"), annual.by_topic),
    _table("formats", mark("By format"), mark("Every figure by format"), annual.by_format),
    _table("quarters", mark("By quarter"), mark("Every figure by quarter"), annual.by_quarter),
    _table(
        "divisions",
        mark("By division"),
        mark("Staff by the division that they belonged to then"),
        annual.by_division,
        ((annual.people_lines, _OF_PEOPLE),),
    ),
    _table(
        "status_groups",
        mark("By status group"),
        mark("Staff by the status group that they belonged to then"),
        annual.by_status_group,
        ((annual.people_lines, _OF_PEOPLE),),
    ),
)


def _guest_rows(question: Question) -> Iterator[Line]:
    for grouping in (annual.in_all, annual.by_topic):
        yield from _by_group(question, grouping, ((annual.guest_lines, GUESTS),))


GUEST_TABLE = Table(
    key="guests",
    title=mark("Guests"),
    about=mark("What guests took part in; they are in none of the other numbers of persons"),
    columns=_columns_by_group,
    rows=_guest_rows,
    note=notes,
    to_read=True,
    label="figure",
)
