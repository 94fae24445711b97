"""The sheet by unit: the tree of the reference date with groups that can be folded."""

from collections.abc import Sequence

from trainingtracker.attainment.units import ByUnit, UnitCounts
from trainingtracker.reports.attainment_overview import shown_share
from trainingtracker.reports.report import Column
from trainingtracker.reports.styles import NOTE, SUBTITLE, TITLE, TOTAL, Kind, Style
from trainingtracker.reports.workbook import Sheet, Value
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


def write_units(sheet: Sheet, by_unit: ByUnit, subtitle: str) -> None:
    language = sheet.language
    sheet.outlined()
    sheet.deepest_level(max((unit.depth for unit in by_unit.units), default=0))
    sheet.line(sentence(mark("By unit"), language), style=TITLE, height=30)
    sheet.line(subtitle, style=SUBTITLE, height=20)
    sheet.line(sentence(COUNTED_ONCE, language), style=NOTE, height=22)
    sheet.headings(COLUMNS)
    for counts in by_unit.units:
        if counts.unit is not None:
            name = counts.unit.name.in_language(language)
            sheet.row(_cells(counts.unit.number, name, counts), level=counts.depth)
    for message, counts in (
        (mark("Without a unit"), by_unit.without_unit),
        (mark("Not employed on that day"), by_unit.not_employed),
    ):
        if counts.headcount or counts.participations:
            sheet.row(_cells(None, sentence(message, language), counts))
    sheet.filter(HEADING_ROW, len(COLUMNS))
    total = sentence(mark("Total, every person counted once"), language)
    sheet.row(_cells(None, total, by_unit.total, TOTAL))


def _cells(
    number: Value, name: str, counts: UnitCounts, total: Style | None = None
) -> Sequence[tuple[Value, Style]]:
    style = total or Style(bold=counts.depth == 0 and number is not None, line=True)
    share = Style(kind=Kind.SHARE, bold=style.bold, fill=style.fill, line=True, align="right")
    indented = Style(bold=style.bold, fill=style.fill, line=True, indent=2 * counts.depth)
    return (
        (number, style),
        (name, indented),
        (counts.headcount, style.of(Kind.COUNT)),
        (counts.on_leave, style.of(Kind.COUNT)),
        (counts.reached, style.of(Kind.COUNT)),
        (shown_share(counts.rate), share),
        (counts.participations, style.of(Kind.COUNT)),
    )
