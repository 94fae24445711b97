"""The overview sheet: the key figures on the reference date, in all and by topic."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from trainingtracker.attainment.overview import Counts, Overview
from trainingtracker.attainment.shares import Share
from trainingtracker.reports.attainment_selection import Selection, protection
from trainingtracker.reports.report import Column, Value
from trainingtracker.reports.styles import NOTE, ROW, SECTION, SUBTITLE, TITLE, TOTAL, Kind, Style
from trainingtracker.reports.workbook import Sheet
from trainingtracker.text import mark, number, sentence

WIDTHS = (46, 17, 18, 17, 24, 27)
DASH = "\u2013"
NoteText = Callable[[str], str]

TOPIC_COLUMNS = (
    Column(mark("Topic")),
    Column(mark("Participations"), kind=Kind.COUNT),
    Column(mark("Persons reached"), kind=Kind.COUNT),
    Column(mark("Participation rate"), kind=Kind.SHARE),
    Column(mark("Women's share of participations"), kind=Kind.SHARE),
    Column(mark("Women's share of persons reached"), kind=Kind.SHARE),
)


def topic_columns(chosen: Selection) -> tuple[Column, ...]:
    """The columns by topic; those by gender come last and are for HR only."""
    return TOPIC_COLUMNS[:-2] if chosen.guarded else TOPIC_COLUMNS


def write_overview(sheet: Sheet, overview: Overview, chosen: Selection) -> None:
    language, subtitle = sheet.language, chosen.subtitle
    sheet.line(sentence(mark("Overview"), language), style=TITLE, height=30)
    sheet.line(subtitle, style=SUBTITLE, height=20)
    sheet.gap()
    sheet.line(sentence(mark("Key figures"), language), style=SECTION, height=22)
    for label, value, kind, note in figures(overview, chosen):
        sheet.row(
            (
                (sentence(label, language), ROW),
                (value, Style(kind=kind, bold=True, line=True, align="right")),
                (note(language), replace(NOTE, indent=1)),
            )
        )
    sheet.gap()
    sheet.line(sentence(mark("By topic"), language), style=SECTION, height=22)
    sheet.headings(topic_columns(chosen))
    for values, is_total in topic_rows(overview, chosen):
        sheet.row(_topic_cells(values, TOTAL if is_total else ROW))
    if len(overview.topics) > 1:
        sheet.gap()
        sheet.line(sentence(NOT_ADDED_UP, language), style=NOTE)
    for reason in protection(chosen):
        sheet.line(reason, style=NOTE)


NOT_ADDED_UP = mark(
    "Somebody who took part in several topics is one person in the last row: persons reached do "
    "not add up over topics."
)


def shown_share(share: Share) -> Value:
    return DASH if share.value is None else share.value


def topic_rows(overview: Overview, chosen: Selection) -> Iterator[tuple[tuple[Value, ...], bool]]:
    """A row for each topic, a value a column, and whether it is the one of all together."""
    for topic in overview.topics:
        yield _topic_values(topic.title.in_language(chosen.language), topic.counts, chosen), False
    if len(overview.topics) > 1:
        total = sentence(mark("All topics together"), chosen.language)
        yield _topic_values(total, overview.total, chosen), True


def _topic_values(name: str, counts: Counts, chosen: Selection) -> tuple[Value, ...]:
    shares = (counts.rate,) if chosen.guarded else (counts.rate, counts.women, counts.women_reached)
    return name, counts.participations, counts.reached, *map(shown_share, shares)


def _topic_cells(values: tuple[Value, ...], style: Style) -> Sequence[tuple[Value, Style]]:
    share = Style(kind=Kind.SHARE, bold=style.bold, fill=style.fill, line=True, align="right")
    count = style.of(Kind.COUNT)
    return tuple(zip(values, (style, count, count, share, share, share), strict=False))


def figures(overview: Overview, chosen: Selection) -> Sequence[tuple[str, Value, Kind, NoteText]]:
    """The key figures: message id, value, kind, and what is said beside it in a language."""
    staff, total = overview.headcount, overview.total
    women_on_staff = Share(staff.women, staff.with_gender)
    by_gender = (
        _women_row(mark("Women's share of participations"), total.women),
        _women_row(mark("Women's share of persons reached"), total.women_reached),
        _women_row(mark("Women's share of the headcount"), women_on_staff),
    )
    return (
        (mark("Headcount"), staff.persons, Kind.COUNT, _note(mark("Staff employed on that day"))),
        (mark("of which on leave"), chosen.on_leave(staff.on_leave), Kind.COUNT, _note("")),
        (
            mark("Persons reached"),
            total.reached,
            Kind.COUNT,
            _note(mark("Persons in the headcount with at least one participation")),
        ),
        (
            mark("Participation rate"),
            shown_share(total.rate),
            Kind.SHARE,
            _note(mark("Persons reached over headcount")),
        ),
        (
            mark("Participations"),
            total.participations,
            Kind.COUNT,
            _note(mark("Completed enrolments and imported participations of staff")),
        ),
        (mark("of which imported"), total.imported, Kind.COUNT, _note("")),
        *(() if chosen.guarded else by_gender),
        (
            mark("Participations of guests"),
            overview.guest_participations,
            Kind.COUNT,
            _note(mark("In none of the other numbers")),
        ),
    )


def _women_row(label: str, share: Share) -> tuple[str, Value, Kind, NoteText]:
    return (
        label,
        shown_share(share),
        Kind.SHARE,
        lambda language: sentence(
            mark("%(part)s of %(whole)s with a gender on record"),
            language,
            part=number(share.part, language),
            whole=number(share.whole, language),
        ),
    )


def _note(message: str) -> NoteText:
    return lambda language: sentence(message, language) if message else ""
