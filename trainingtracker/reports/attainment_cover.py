"""The cover: what this workbook is, for which day and whom, and what its words mean."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from trainingtracker import clock, settings
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
_CHARACTERS_A_LINE = 96
_LINE_HEIGHT = 13.5
_LINE_GAP = 4


class Content(NamedTuple):
    """A sheet of the workbook; `rows` where each of its rows is a record."""

    sheet: str
    purpose: str
    rows: int | None = None


class Particulars(NamedTuple):
    """What the reader asked for, in words of their language."""

    as_of: date
    scope: str
    unit: str
    topic: str
    reader_name: str
    narrowed: bool
    topical: bool
    team: bool
    left_out: str


DEFINITIONS = (
    (
        mark("Reference date"),
        mark(
            "Everything is as it was at the end of this day, by what is on record now. Units and "
            "names follow the assignments valid on that day."
        ),
    ),
    (
        mark("Headcount"),
        mark(
            "Staff employed on the reference date; the first and the last day of employment count. "
            "Guests are in no headcount. People on leave are in it and are shown apart."
        ),
    ),
    (
        mark("Participation"),
        mark(
            "One completed enrolment or one imported participation of a member of staff, up to the "
            "reference date. Participations of guests have a line of their own."
        ),
    ),
    (
        mark("Persons reached"),
        mark("Persons in the headcount with at least one participation, each counted once."),
    ),
    (
        mark("Participation rate"),
        mark("Persons reached over headcount. A dash stands where there is nothing to divide by."),
    ),
    (
        mark("Women's share"),
        mark(
            "Over participations, or persons, with a gender on record in the personnel data. It is "
            "shown for groups only, never for a person."
        ),
    ),
    (
        mark("Holding"),
        mark(
            "A person holds a competence at a level from its first day; \u201cno longer valid "
            "from\u201d is the first day on which it is over. Only official holdings of persons in "
            "the headcount are counted. What people entered of their own accord needs their "
            "consent and is not part of this workbook."
        ),
    ),
    (
        mark("Expiring, expired"),
        mark(
            "Expiring: valid on the reference date and over within %(days)s days. Expired: the "
            "last holding of this competence at this level was over on the reference date."
        ),
    ),
    (
        mark("Evidence group"),
        mark(
            "Proved: by certificate or placement test. Confirmed: by a completed course, a manager "
            "or practice. Self-declared: by the person. A completed course is not a proved level."
        ),
    ),
)

LEFT_EVERYONE = mark(
    "Participations of people who have left still count as participations; those people are not "
    "among the persons reached."
)
LEFT_NARROWED = mark(
    "Participations are those of people assigned to the unit on the reference date."
)
LEFT_TEAM = mark("Participations are those of the direct reports, also from before they joined.")


def write_cover(sheet: Sheet, asked: Particulars, contents: Sequence[Content]) -> None:
    language = sheet.language
    sheet.line(settings.administration().in_language(language), style=SUBTITLE, height=22)
    sheet.line(sentence(mark("Attainment on a reference date"), language), style=TITLE, height=34)
    sheet.line(day(asked.as_of, language), style=SUBTITLE, height=22)
    sheet.gap()
    if settings.get("example_data"):
        sheet.line(sentence(mark("All data are made up as an example."), language), style=TERM)
        sheet.gap()
    for term, value in _particulars(asked, language):
        _explained(sheet, sentence(term, language), value)
    sheet.gap()
    _section(sheet, mark("Contents"), mark("Rows"))
    for content in contents:
        purpose = sentence(content.purpose, language)
        sheet.link(
            sentence(content.sheet, language),
            sentence(content.sheet, language),
            (purpose, PLAIN),
            (content.rows, Style(kind=Kind.COUNT)),
        )
    sheet.gap()
    _section(sheet, mark("Definitions"))
    days = settings.get("expiring_days")
    for term, meaning in DEFINITIONS:
        text = sentence(meaning, language, days=days)
        if term == "Participation":
            text = f"{text} {sentence(_about_leavers(asked), language)}"
        _explained(sheet, sentence(term, language), text)


def _explained(sheet: Sheet, term: str, text: str) -> None:
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


def _particulars(asked: Particulars, language: str) -> Sequence[tuple[str, str]]:
    return (
        (mark("Reference date"), day(asked.as_of, language, weekday=True)),
        (mark("Scope"), asked.scope),
        *([(mark("Left out"), asked.left_out)] if asked.left_out else []),
        (mark("Unit"), asked.unit),
        (mark("Topic"), asked.topic),
        (mark("Created by"), asked.reader_name),
        (mark("Created on"), timestamp(clock.now(), language)),
    )


def _about_leavers(asked: Particulars) -> str:
    if asked.team:
        return LEFT_TEAM
    return LEFT_NARROWED if asked.narrowed else LEFT_EVERYONE
