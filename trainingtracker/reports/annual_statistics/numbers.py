"""The numbers of a sheet with years side by side: as they are counted now, or were published."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from trainingtracker.reports.annual_statistics.figures import Figure
from trainingtracker.reports.annual_statistics.hiding import Hidden
from trainingtracker.reports.report import (
    DOT,
    Euros,
    Percent,
    Published,
    Tenths,
    Value,
    kind_of,
)
from trainingtracker.reports.styles import Kind
from trainingtracker.statistics.annual import Grouping
from trainingtracker.statistics.facts import Facts

# The lines of a grouping: each has a group, a year and whatever figures are made of.
Lines = Callable[[Facts, Grouping, Iterable[Hashable]], Sequence[Any]]
Parts = Sequence[tuple[Lines, Sequence[Figure]]]
# What is kept of a release: rows by sheet and group, with the numbers by figure; null is hidden.
Cells = dict[str, dict[str, Any]]

_KEPT_AS: dict[Kind, type[float]] = {
    Kind.SHARE: Percent,
    Kind.MONEY: Euros,
    Kind.DECIMAL: Tenths,
}


class Sheet(Protocol):
    """A sheet that can be counted, and published."""

    @property
    def key(self) -> str: ...

    def counted(self, found: Facts, dots: Mapping[Grouping, Hidden]) -> Iterator["Numbers"]:
        """Its numbers, by grouping."""
        ...


class Numbers(NamedTuple):
    """The groups that there are, and what is shown by group, figure and year."""

    groups: frozenset[str]
    values: Mapping[tuple[str, str, int], Value]

    def of(self, group: Hashable, figure: str, year: int) -> Value:
        return self.values.get((str(group), figure, year))


def counted(found: Facts, grouping: Grouping, parts: Parts, dots: Hidden) -> Numbers:
    """Every figure of every group that there is in any of the years; a dot where it is hidden."""
    lines: dict[Lines, Sequence[Any]] = {of: of(found, grouping, ()) for of, _ in parts}
    there = {line.group for each in lines.values() for line in each}
    for of, each in lines.items():
        # Of a group that only others have there are lines of nothing.
        if there - {line.group for line in each}:
            lines[of] = of(found, grouping, there)
    values: dict[tuple[str, str, int], Value] = {}
    for of, figures in parts:
        for line in lines[of]:
            for figure in figures:
                hidden = any((line.group, line.year.number, each) in dots for each in figure.behind)
                at = (str(line.group), figure.key, line.year.number)
                values[at] = DOT if hidden else figure.of(line)
    return Numbers(frozenset(map(str, there)), values)


def to_keep(sheet: str, numbers: Numbers, year: int) -> Cells:
    """The numbers of one year, for a release."""
    cells: Cells = {f"{sheet}/{group}": {} for group in numbers.groups}
    for (group, figure, of), value in numbers.values.items():
        if of == year and value is not None:
            cells[f"{sheet}/{group}"][figure] = None if value == DOT else _kept(value)
    return cells


def published(sheet: str, releases: Mapping[int, Published]) -> Numbers:
    """The numbers of a sheet as they were published, by year."""
    found = [
        (group, year, figures)
        for year, each in releases.items()
        for group, figures in _of_sheet(sheet, each.release.cells)
    ]
    return Numbers(
        frozenset(group for group, _, _ in found),
        {
            (group, figure, year): shown(kept)
            for group, year, figures in found
            for figure, kept in figures.items()
        },
    )


def _of_sheet(sheet: str, cells: Cells) -> Iterator[tuple[str, dict[str, Any]]]:
    for address, figures in cells.items():
        of, _, group = address.partition("/")
        if of == sheet:
            yield group, figures


def _kept(value: Value) -> Any:
    """A number as it is, or with its kind where that is not a count."""
    kind = kind_of(value, Kind.COUNT)
    return value if kind is Kind.COUNT else {kind.value: value}


def shown(kept: Any) -> Value:
    """A number of a release as it is shown."""
    if kept is None:
        return DOT
    if isinstance(kept, int):
        return kept
    ((kind, number),) = kept.items()
    value: Value = _KEPT_AS[Kind(kind)](number)
    return value
