"""The sheet by competence: holders at each level, by evidence, expiring and expired."""

from collections.abc import Iterator

from trainingtracker import settings
from trainingtracker.attainment.competences import ByCompetence, LevelCounts
from trainingtracker.labels import label
from trainingtracker.reports.attainment_holdings import level_code
from trainingtracker.reports.report import Column, Value
from trainingtracker.reports.styles import NOTE, ROW, SUBTITLE, TITLE, Kind
from trainingtracker.reports.workbook import Sheet
from trainingtracker.text import mark, sentence

COLUMNS = (
    Column(mark("Topic"), 22),
    Column(mark("Competence"), 50),
    Column(mark("Activity"), 12),
    Column(mark("Level"), 17),
    Column(mark("Holders: exactly this level"), 13, Kind.COUNT),
    Column(mark("Holders: at least this level"), 13, Kind.COUNT),
    Column(mark("Proved"), 13, Kind.COUNT),
    Column(mark("Confirmed"), 13, Kind.COUNT),
    Column(mark("Self-declared"), 13, Kind.COUNT),
    Column(mark("Expiring"), 13, Kind.COUNT),
    Column(mark("Expired"), 13, Kind.COUNT),
)
WIDTHS = tuple(column.width for column in COLUMNS)
HEADING_ROW = 4

EXACTLY = mark(
    "Exactly: the highest valid level of a person; proved, confirmed and self-declared add up to "
    "it. Expiring: of these, those that end within %(days)s days. Expired: no longer valid at this "
    "level."
)


def write_competences(sheet: Sheet, by_competence: ByCompetence, subtitle: str) -> None:
    language = sheet.language
    sheet.line(sentence(mark("By competence"), language), style=TITLE, height=30)
    sheet.line(subtitle, style=SUBTITLE, height=20)
    days = settings.get("expiring_days")
    sheet.line(sentence(EXACTLY, language, days=days), style=NOTE, height=22)
    sheet.headings(COLUMNS, height=46)
    styles = [ROW.of(column.kind) for column in COLUMNS]
    for values in competence_rows(by_competence, language):
        sheet.row(zip(values, styles, strict=True))
    sheet.filter(HEADING_ROW, len(COLUMNS))
    if not by_competence.levels:
        nobody = mark("Nobody in this scope holds or held a competence on that day.")
        sheet.line(sentence(nobody, language), style=NOTE)


def competence_rows(by_competence: ByCompetence, language: str) -> Iterator[tuple[Value, ...]]:
    """The rows of the sheet, a value a column."""
    for counts in by_competence.levels:
        activity = label(counts.activity) if counts.activity else mark("Overall")
        yield (
            counts.topic.in_language(language),
            counts.name.in_language(language),
            sentence(activity, language),
            level_text(counts, language),
            counts.exactly,
            counts.at_least,
            counts.proved,
            counts.confirmed,
            counts.self_declared,
            counts.expiring,
            counts.expired,
        )


def level_text(counts: LevelCounts, language: str) -> str:
    """The code of a level, with its name where that says more."""
    name = counts.level_name.in_language(language)
    code = level_code(counts.level_code, name)
    return code if name == code else f"{code} {name}"
