"""The sheets of the equality report: number, base and share, three years side by side."""

from collections.abc import Hashable, Iterator, Mapping

from trainingtracker.attainment.shares import Share
from trainingtracker.kept import kept
from trainingtracker.reports.annual_statistics.hiding import Hidden
from trainingtracker.reports.annual_statistics.years import (
    as_of,
    facts_of,
    notes,
    smallest_of,
    year_name,
)
from trainingtracker.reports.equality.figures import FIGURES, Figure
from trainingtracker.reports.report import DOT, Column, Line, Percent, Question, Table, Value
from trainingtracker.reports.styles import Kind
from trainingtracker.statistics import annual, equality
from trainingtracker.statistics.annual import Facts, Grouping
from trainingtracker.statistics.equality import EqualityLine, equality_lines
from trainingtracker.statistics.groups import groups
from trainingtracker.statistics.small_groups import hidden, hidden_tallies
from trainingtracker.statistics.traits import is_staff
from trainingtracker.statistics.years import years
from trainingtracker.text import Message, mark, sentence

_GROUPINGS: tuple[Grouping, ...] = (
    annual.in_all,
    annual.by_topic,
    annual.by_format,
    annual.by_division,
    annual.by_status_group,
)
_OF_STAFF: tuple[Grouping, ...] = (annual.in_all, annual.by_division, annual.by_status_group)


_OF_A_YEAR = (
    ("part", mark("%(year)s: number"), Kind.COUNT),
    ("base", mark("%(year)s: of"), Kind.COUNT),
    ("share", mark("%(year)s: share"), Kind.SHARE),
)


def _columns(question: Question) -> tuple[Column, ...]:
    columns = [Column("group", mark("Group"), 34), Column("figure", mark("Figure"), 38)]
    for place, year in enumerate(years(as_of(question)), 1):
        name = year_name(year, question.language)
        columns += [
            Column(f"{key}_{place}", Message(heading, {"year": name}), 11, kind)
            for key, heading, kind in _OF_A_YEAR
        ]
    return tuple(columns)


def _rows(question: Question, grouping: Grouping) -> Iterator[Line]:
    found = facts_of(question)
    lines = {(line.group, line.year.number): line for line in equality_lines(found, grouping)}
    dots = _hidden_of(question)[grouping]
    there = {group for group, _ in lines}
    for group in groups(grouping, there, as_of(question)):
        for figure in FIGURES:
            values: list[Value] = [
                group.name.in_language(question.language),
                sentence(figure.name, question.language),
            ]
            for year in found.years:
                line = lines[group.key, year.number]
                values += _share(figure, line, dots)
            yield Line(values, depth=figure.depth)


def _share(figure: Figure, line: EqualityLine, dots: Hidden) -> Iterator[Value]:
    """The number, its base, and the share of one in the other.

    Beside a hidden base nothing is shown, not even that the number is 0.
    """
    part, base = (_number(trait, figure, line, dots) for trait in (figure.part, figure.base))
    yield DOT if base == DOT else part
    yield base
    if isinstance(part, int) and isinstance(base, int):
        value = Share(part, base).value
        yield None if value is None else Percent(value)
    else:
        yield DOT


def _number(trait: str, figure: Figure, line: EqualityLine, dots: Hidden) -> Value:
    if (line.group, line.year.number, trait) in dots:
        return DOT
    cases = line.cases[trait]
    return cases.persons if figure.persons else cases.number


def _hidden_of(question: Question) -> Mapping[Grouping, Hidden]:
    """Kept, because every look at a sheet asks for it."""
    found, smallest = facts_of(question), smallest_of(question)
    key = ("equality hidden", as_of(question), question.filters.topic_id, smallest)
    return kept(key, lambda: _find_hidden(found, smallest))


def _find_hidden(found: Facts, smallest: int) -> Mapping[Grouping, Hidden]:
    dots: dict[Grouping, set[tuple[Hashable, int, str]]] = {each: set() for each in _GROUPINGS}
    for year in (each.number for each in found.years):
        taken = [f for f in found.participations if f.day.year == year and is_staff(f)]
        asked = [f for f in found.enrolments if f.day.year == year and is_staff(f)]
        for cells in (
            hidden(taken, _GROUPINGS, equality.OF_TAKEN, smallest),
            hidden(asked, _GROUPINGS, equality.OF_ASKED, smallest),
            hidden_tallies(found.staff[year], _OF_STAFF, equality.OF_STAFF, smallest),
        ):
            for grouping, each in cells.items():
                dots[grouping].update((group, year, str(trait)) for group, trait in each)
    return {grouping: frozenset(cells) for grouping, cells in dots.items()}


def _table(key: str, title: str, about: str, grouping: Grouping) -> Table:
    return Table(
        key=key,
        title=title,
        about=about,
        columns=_columns,
        rows=lambda question: _rows(question, grouping),
        note=notes,
        to_read=True,
        label="figure",
    )


TABLES = (
    _table("overview", mark("Overview"), mark("Every share, in all"), annual.in_all),
    _table("topics", mark("By topic"), mark("Every share by topic"), annual.by_topic),
    _table("formats", mark("By format"), mark("Every share by format"), annual.by_format),
    _table(
        "divisions",
        mark("By division"),
        mark("Staff by the division that they belonged to then"),
        annual.by_division,
    ),
    _table(
        "status_groups",
        mark("By status group"),
        mark("Staff by the status group that they belonged to then"),
        annual.by_status_group,
    ),
)
