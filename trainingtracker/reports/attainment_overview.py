"""The overview sheet: the key figures on the reference date, in all and by topic."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from trainingtracker import settings
from trainingtracker.attainment.overview import Counts, Overview
from trainingtracker.attainment.shares import Share, hidden
from trainingtracker.reports.report import Column, Value
from trainingtracker.reports.styles import NOTE, ROW, SECTION, SUBTITLE, TITLE, TOTAL, Kind, Style
from trainingtracker.reports.workbook import Sheet
from trainingtracker.text import mark, number, sentence

WIDTHS = (46, 17, 18, 17, 24, 27)
DASH = "\u2013"
DOT = "\u2022"
NoteText = Callable[[str], str]

TOPIC_COLUMNS = (
    Column(mark("Topic")),
    Column(mark("Participations"), kind=Kind.COUNT),
    Column(mark("Persons reached"), kind=Kind.COUNT),
    Column(mark("Participation rate"), kind=Kind.SHARE),
    Column(mark("Women's share of participations"), kind=Kind.SHARE),
    Column(mark("Women's share of persons reached"), kind=Kind.SHARE),
)

SUPPRESSED = mark(
    "\u2022 is not shown for reasons of data protection: fewer than %(smallest)s persons, or a "
    "number from which theirs could be worked out."
)


def write_overview(sheet: Sheet, overview: Overview, subtitle: str, *, guarded: bool) -> None:
    """`guarded` hides shares by gender of small groups: the reader is not HR."""
    language = sheet.language
    sheet.line(sentence(mark("Overview"), language), style=TITLE, height=30)
    sheet.line(subtitle, style=SUBTITLE, height=20)
    sheet.gap()
    shown = Suppression(overview, guarded)
    sheet.line(sentence(mark("Key figures"), language), style=SECTION, height=22)
    for label, value, kind, note in figures(overview, shown):
        sheet.row(
            (
                (sentence(label, language), ROW),
                (value, Style(kind=kind, bold=True, line=True, align="right")),
                (note(language), replace(NOTE, indent=1)),
            )
        )
    sheet.gap()
    sheet.line(sentence(mark("By topic"), language), style=SECTION, height=22)
    sheet.headings(TOPIC_COLUMNS)
    for values, is_total in topic_rows(overview, shown, language):
        sheet.row(_topic_cells(values, TOTAL if is_total else ROW))
    if len(overview.topics) > 1:
        sheet.gap()
        sheet.line(sentence(NOT_ADDED_UP, language), style=NOTE)
    if shown.anything:
        sheet.line(sentence(SUPPRESSED, language, smallest=shown.smallest), style=NOTE)


NOT_ADDED_UP = mark(
    "Somebody who took part in several topics is one person in the last row: persons reached do "
    "not add up over topics."
)


class Suppression:
    """Which shares by gender a reader outside HR must not see."""

    def __init__(self, overview: Overview, guarded: bool) -> None:
        self.smallest: int = settings.get("small_group") if guarded else 0
        self._overview = overview
        self._women = hidden([topic.counts.women for topic in overview.topics], self.smallest)
        self._reached = hidden(
            [topic.counts.women_reached for topic in overview.topics], self.smallest
        )

    @property
    def anything(self) -> bool:
        return DOT in (
            *self.total_shares,
            *(s for p in range(len(self._overview.topics)) for s in self.topic_shares(p)),
        )

    def topic_shares(self, position: int) -> tuple[Value, Value]:
        counts = self._overview.topics[position].counts
        return (
            DOT if position in self._women else shown_share(counts.women),
            DOT if position in self._reached else shown_share(counts.women_reached),
        )

    @property
    def total_shares(self) -> tuple[Value, Value]:
        total = self._overview.total
        return self.whole(total.women), self.whole(total.women_reached)

    def whole(self, share: Share) -> Value:
        """The share of everybody together, hidden where that is a small group itself."""
        return DOT if 0 < share.persons < self.smallest else shown_share(share)


def shown_share(share: Share) -> Value:
    return DASH if share.value is None else share.value


def topic_rows(
    overview: Overview, shown: Suppression, language: str
) -> Iterator[tuple[tuple[Value, ...], bool]]:
    """A row for each topic, a value a column, and whether it is the one of all together."""
    for position, topic in enumerate(overview.topics):
        name = topic.title.in_language(language)
        yield _topic_values(name, topic.counts, shown.topic_shares(position)), False
    if len(overview.topics) > 1:
        total = sentence(mark("All topics together"), language)
        yield _topic_values(total, overview.total, shown.total_shares), True


def _topic_values(name: str, counts: Counts, shares: tuple[Value, Value]) -> tuple[Value, ...]:
    rate = shown_share(counts.rate)
    return name, counts.participations, counts.reached, rate, *shares


def _topic_cells(values: tuple[Value, ...], style: Style) -> Sequence[tuple[Value, Style]]:
    share = Style(kind=Kind.SHARE, bold=style.bold, fill=style.fill, line=True, align="right")
    count = style.of(Kind.COUNT)
    return tuple(zip(values, (style, count, count, share, share, share), strict=True))


def figures(overview: Overview, shown: Suppression) -> Sequence[tuple[str, Value, Kind, NoteText]]:
    """The key figures: message id, value, kind, and what is said beside it in a language."""
    staff, total = overview.headcount, overview.total
    women_on_staff = Share(staff.women, staff.with_gender, staff.with_gender)
    return (
        (mark("Headcount"), staff.persons, Kind.COUNT, _note(mark("Staff employed on that day"))),
        (mark("of which on leave"), staff.on_leave, Kind.COUNT, _note("")),
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
        _women_row(mark("Women's share of participations"), total.women, shown),
        _women_row(mark("Women's share of persons reached"), total.women_reached, shown),
        _women_row(mark("Women's share of the headcount"), women_on_staff, shown),
        (
            mark("Participations of guests"),
            overview.guest_participations,
            Kind.COUNT,
            _note(mark("In none of the other numbers")),
        ),
    )


def _women_row(label: str, share: Share, shown: Suppression) -> tuple[str, Value, Kind, NoteText]:
    value = shown.whole(share)
    if value == DOT:
        return label, value, Kind.SHARE, _note("")
    return (
        label,
        value,
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
