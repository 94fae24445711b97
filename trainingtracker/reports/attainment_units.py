"""The sheet by unit: the tree of the reference date with groups that can be folded."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from trainingtracker.attainment.units import ByUnit, UnitCounts
from trainingtracker.reports.attainment_overview import shown_share
from trainingtracker.reports.attainment_selection import DOT, Selection
from trainingtracker.reports.report import Column, Value
from trainingtracker.reports.styles import NOTE, SUBTITLE, TITLE, TOTAL, Kind, Style
from trainingtracker.reports.workbook import Sheet
from trainingtracker.text import mark, sentence

COLUMNS = (
    Column(mark("Unit number"), 17),
    Column(mark("Name"), 56),
    Column(mark("Headcount"), 15, Kind.COUNT),
    Column(mark("of which on leave"), 15, Kind.COUNT),
    Column(mark("Persons reached"), 15, Kind.COUNT),
    Column(mark("Participation rate"), 15, Kind.SHARE),
    Column(mark("Participations"), 15, Kind.COUNT),
)
WIDTHS = tuple(column.width for column in COLUMNS)
HEADING_ROW = 4

COUNTED_ONCE = mark(
    "Every unit includes the units below it. A person is counted once at every level, so the "
    "numbers of a level do not add up where people belong to two units."
)


def write_units(sheet: Sheet, by_unit: ByUnit, chosen: Selection) -> None:
    language, subtitle = sheet.language, chosen.subtitle
    sheet.outlined()
    sheet.deepest_level(max((unit.depth for unit in by_unit.units), default=0))
    sheet.line(sentence(mark("By unit"), language), style=TITLE, height=30)
    sheet.line(subtitle, style=SUBTITLE, height=20)
    sheet.line(sentence(COUNTED_ONCE, language), style=NOTE, height=22)
    sheet.headings(COLUMNS)
    for row in unit_rows(by_unit, chosen):
        if row.total:
            sheet.filter(HEADING_ROW, len(COLUMNS))
        sheet.row(_cells(row), level=row.depth)


class UnitRow(NamedTuple):
    """One row of the sheet, a value a column; `depth` is the depth of a unit in the tree."""

    values: tuple[Value, ...]
    depth: int = 0
    total: bool = False


def unit_rows(by_unit: ByUnit, chosen: Selection) -> Iterator[UnitRow]:
    """The rows in the order of the tree; those that are no unit, and the total, at the end.

    Who is on leave is hidden by unit from all but HR, from several units too: a unit less those
    below it could be a single person.
    """
    language = chosen.language
    for counts in by_unit.units:
        if counts.unit is not None:
            name = counts.unit.name.in_language(language)
            yield UnitRow(
                _values(counts.unit.number, name, counts, _of_a_part(counts, chosen)), counts.depth
            )
    for message, counts in (
        (mark("Without a unit"), by_unit.without_unit),
        (mark("Not employed on that day"), by_unit.not_employed),
    ):
        if counts.headcount or counts.participations:
            yield UnitRow(
                _values(None, sentence(message, language), counts, _of_a_part(counts, chosen))
            )
    total = sentence(mark("Total, every person counted once"), language)
    yield UnitRow(
        _values(None, total, by_unit.total, chosen.on_leave(by_unit.total.on_leave)), total=True
    )


def _of_a_part(counts: UnitCounts, chosen: Selection) -> Value:
    return DOT if chosen.guarded else counts.on_leave


def _values(
    number: str | None, name: str, counts: UnitCounts, on_leave: Value
) -> tuple[Value, ...]:
    return (
        number,
        name,
        counts.headcount,
        on_leave,
        counts.reached,
        shown_share(counts.rate),
        counts.participations,
    )


def _cells(row: UnitRow) -> Sequence[tuple[Value, Style]]:
    number = row.values[0]
    style = TOTAL if row.total else Style(bold=row.depth == 0 and number is not None, line=True)
    share = Style(kind=Kind.SHARE, bold=style.bold, fill=style.fill, line=True, align="right")
    indented = Style(bold=style.bold, fill=style.fill, line=True, indent=2 * row.depth)
    count = style.of(Kind.COUNT)
    styles = (style, indented, count, count, count, share, count)
    return tuple(zip(row.values, styles, strict=True))
