"""The cover: what this workbook is, for which day and whom, what is in it, what its words mean."""

from collections.abc import Mapping, Sequence

from trainingtracker import clock, settings
from trainingtracker.reports.asked_in_words import particulars
from trainingtracker.reports.report import Question, Report, Table
from trainingtracker.reports.styles import (
    NOTE,
    PLAIN,
    SECTION,
    SUBTITLE,
    TERM,
    TEXT,
    TITLE,
    Kind,
    Style,
)
from trainingtracker.reports.workbook import Sheet
from trainingtracker.text import day, mark, sentence, timestamp

WIDTHS = (34, 100, 14)
COVER = mark("Cover")
LEGEND = mark("Legend")
_NOTHING = mark("There is nothing on record.")
_CHARACTERS_A_LINE = 96
_LINE_HEIGHT = 13.5
_LINE_GAP = 4


def write_cover(
    sheet: Sheet,
    report: Report,
    question: Question,
    tables: Sequence[Table],
    rows: Mapping[str, int],
    number: str,
) -> None:
    """`rows` are the rows of each table by its key; `number` that of the report, if it has one."""
    language = sheet.language
    sheet.line(settings.administration().in_language(language), style=SUBTITLE, height=22)
    sheet.line(sentence(report.title, language), style=TITLE, height=34)
    sheet.line(day(question.as_of, language), style=SUBTITLE, height=22)
    sheet.gap()
    explained(sheet, sentence(mark("Purpose"), language), sentence(report.purpose, language))
    if settings.get("example_data"):
        sheet.line(sentence(mark("All data are made up as an example."), language), style=TERM)
    sheet.gap()
    if number:
        explained(sheet, sentence(mark("Report number"), language), number)
    for term, value in particulars(report, question):
        explained(sheet, sentence(term, language), value)
    explained(sheet, sentence(mark("Created by"), language), question.reader_name)
    created = timestamp(clock.now(), language)
    explained(sheet, sentence(mark("Created on"), language), created)
    sheet.gap()
    _section(sheet, mark("Contents"), mark("Rows"))
    for table in tables:
        name = sentence(table.title, language)
        about = sentence(table.about, language)
        if rows.get(table.key) == 0:
            about = f"{about}. {sentence(_NOTHING, language)}"
        sheet.link(name, name, (about, PLAIN), (rows.get(table.key), Style(kind=Kind.COUNT)))
    legend = sentence(LEGEND, language)
    about = sentence(mark("Every column with its key, which stays the same"), language)
    sheet.link(legend, legend, (about, PLAIN), (None, PLAIN))
    if report.definitions:
        sheet.gap()
        _section(sheet, mark("Definitions"))
        days = settings.get("expiring_days")
        for term, meaning in report.definitions:
            explained(sheet, sentence(term, language), sentence(meaning, language, days=days))


def explained(sheet: Sheet, term: str, text: str) -> None:
    """A term and its text, in a row as high as the text needs: not every program sizes rows."""
    lines = -(-len(text) // _CHARACTERS_A_LINE)
    sheet.row(((term, TERM), (text, TEXT)), height=lines * _LINE_HEIGHT + _LINE_GAP)


def _section(sheet: Sheet, title: str, last: str = "") -> None:
    sheet.row(
        (
            (sentence(title, sheet.language), SECTION),
            (None, SECTION),
            (sentence(last, sheet.language), Style(colour=NOTE.colour, align="right")),
        ),
        height=22,
    )
