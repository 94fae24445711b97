"""The reconciliation sheet: each total beside the same number counted on its source sheet.

Both sides are counted independently: one by the database, one while the rows were written.
"""

from dataclasses import replace
from typing import NamedTuple

from trainingtracker.attainment.competences import ByCompetence
from trainingtracker.attainment.holdings import HoldingState
from trainingtracker.attainment.overview import Overview
from trainingtracker.attainment.units import ByUnit
from trainingtracker.reports.attainment_holdings import STATES, HoldingRows
from trainingtracker.reports.attainment_participations import ParticipationRows
from trainingtracker.reports.report import Column
from trainingtracker.reports.styles import NOTE, ROW, SUBTITLE, TITLE, Kind, Style
from trainingtracker.reports.workbook import Sheet
from trainingtracker.text import Message, mark, sentence

COLUMNS = (
    Column(mark("Number"), 52),
    Column(mark("Sheet"), 30),
    Column(mark("Total there"), 16, Kind.COUNT),
    Column(mark("Source sheet"), 32, indent=2),
    Column(mark("Counted there"), 16, Kind.COUNT),
    Column(mark("Difference"), 14, Kind.COUNT),
)
WIDTHS = tuple(column.width for column in COLUMNS)
HEADING_ROW = 4

OVERVIEW = mark("Overview")
UNITS = mark("By unit")
COMPETENCES = mark("By competence")
ON_LEAVE = mark("of which on leave")
PARTICIPATIONS = mark("Participations")
HOLDINGS = mark("Holdings")


class Pair(NamedTuple):
    """One number from two places; sheets are message ids."""

    number: Message
    sheet: str
    total: int
    source: str
    counted: int

    @property
    def difference(self) -> int:
        return self.total - self.counted


def pairs(
    overview: Overview,
    by_unit: ByUnit,
    by_competence: ByCompetence,
    participations: ParticipationRows,
    holdings: HoldingRows,
) -> list[Pair]:
    """Every total of the reading sheets that can be counted a second time."""
    total, staff = overview.total, overview.headcount
    found = [
        _pair(mark("Headcount"), OVERVIEW, staff.persons, UNITS, by_unit.total.headcount),
        _pair(ON_LEAVE, OVERVIEW, staff.on_leave, UNITS, by_unit.total.on_leave),
        _pair(mark("Persons reached"), OVERVIEW, total.reached, UNITS, by_unit.total.reached),
        _pair(
            mark("Persons reached"),
            OVERVIEW,
            total.reached,
            PARTICIPATIONS,
            len(participations.reached),
        ),
        _pair(
            mark("Participations"),
            OVERVIEW,
            total.participations,
            PARTICIPATIONS,
            participations.rows,
        ),
        _pair(
            mark("Participations"),
            UNITS,
            by_unit.total.participations,
            PARTICIPATIONS,
            participations.rows,
        ),
        _pair(
            mark("Imported participations"),
            OVERVIEW,
            total.imported,
            PARTICIPATIONS,
            participations.imported,
        ),
    ]
    found += [
        Pair(
            Message(IN_TOPIC, {"topic": topic.title}),
            OVERVIEW,
            topic.counts.participations,
            PARTICIPATIONS,
            participations.by_topic[topic.topic_id],
        )
        for topic in overview.topics
    ]
    found += [
        Pair(
            Message(HOLDINGS_IN_STATE, {"state": Message(STATES[state])}),
            COMPETENCES,
            by_competence.holdings[state],
            HOLDINGS,
            holdings.by_state[state],
        )
        for state in HoldingState
    ]
    found.append(
        _pair(
            mark("Persons with a valid holding"),
            COMPETENCES,
            by_competence.holders,
            HOLDINGS,
            len(holdings.holders),
        )
    )
    return found


IN_TOPIC = mark("Participations: %(topic)s")
HOLDINGS_IN_STATE = mark("Holdings: %(state)s")


def _pair(number: str, sheet: str, total: int, source: str, counted: int) -> Pair:
    return Pair(Message(number), sheet, total, source, counted)


def write_reconciliation(sheet: Sheet, found: list[Pair], subtitle: str) -> None:
    language = sheet.language
    sheet.line(sentence(mark("Reconciliation"), language), style=TITLE, height=30)
    sheet.line(subtitle, style=SUBTITLE, height=20)
    sheet.line(sentence(_verdict(found), language), style=NOTE, height=22)
    sheet.headings(COLUMNS)
    count = ROW.of(Kind.COUNT)
    for pair in found:
        sheet.row(
            (
                (pair.number.in_language(language), ROW),
                (sentence(pair.sheet, language), ROW),
                (pair.total, count),
                (sentence(pair.source, language), replace(ROW, indent=2)),
                (pair.counted, count),
                (pair.difference, Style(kind=Kind.COUNT, bold=bool(pair.difference), line=True)),
            )
        )


def _verdict(found: list[Pair]) -> str:
    if any(pair.difference for pair in found):
        return mark("Some totals differ from their source. Please do not pass this workbook on.")
    return mark("Each total was counted twice, independently. All of them agree.")
