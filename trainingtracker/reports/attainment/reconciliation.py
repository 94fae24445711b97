"""Each total beside the same number counted on its source.

Both sides are counted independently: the totals in groups by the database; rows on their way into
the workbook, or where it has none of them, one by one in the statement that fills their table.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Subquery, case, func, select

from trainingtracker import clock
from trainingtracker.attainment.holdings import HoldingState
from trainingtracker.attainment.participations import Source
from trainingtracker.attainment.people import employed
from trainingtracker.extensions import db
from trainingtracker.kept import kept
from trainingtracker.labels import label
from trainingtracker.reports.attainment.competences import COMPETENCES, competences_of
from trainingtracker.reports.attainment.guarding import hidden_now
from trainingtracker.reports.attainment.holdings import HOLDINGS, STATES, holding_statement
from trainingtracker.reports.attainment.key_figures import ON_LEAVE
from trainingtracker.reports.attainment.matrix import MATRIX
from trainingtracker.reports.attainment.overview import OVERVIEW, overview_of
from trainingtracker.reports.attainment.participations import (
    PARTICIPATIONS,
    participation_statement,
)
from trainingtracker.reports.attainment.repeated import SOURCES
from trainingtracker.reports.attainment.rows_counted import holding_rows, participation_rows
from trainingtracker.reports.attainment.still_open import STILL_OPEN
from trainingtracker.reports.attainment.units import UNITS, stated_of, units_of
from trainingtracker.reports.report import Alike, Column, Question, Table, Value
from trainingtracker.reports.selected import Selected
from trainingtracker.reports.styles import Kind
from trainingtracker.text import Message, mark, sentence
from trainingtracker.vocabulary import Basis

COLUMNS = (
    Column("number", mark("Number"), 52),
    Column("sheet", mark("Sheet"), 30),
    Column("total_there", mark("Total there"), 16, Kind.COUNT),
    Column("source_sheet", mark("Source"), 38, indent=2),
    Column("counted_there", mark("Counted there"), 16, Kind.COUNT),
    Column("difference", mark("Difference"), 14, Kind.COUNT),
)
IN_TOPIC = mark("Participations: %(topic)s")
HOLDINGS_IN_STATE = mark("Holdings: %(state)s")
_ON_RECORD = mark("On record, one by one")


class Pair(NamedTuple):
    """One number from two tables."""

    number: Message
    table: Table
    total: int
    source: Table
    counted: int

    @property
    def difference(self) -> int:
        return self.total - self.counted


def _pairs(question: Question) -> list[Pair]:
    """Kept as long as the rows of the table, of which the verdict is one more look."""
    if question.written is not None:
        return question.once("pairs", lambda: list(_found(question)))
    key = (question.filters, question.scope, question.actor.person_id, clock.today())
    return question.once(
        "pairs", lambda: kept(("pairs", *key), lambda: list(_found(question)), long=True)
    )


def _found(question: Question) -> Iterator[Pair]:
    """Every total that can be counted a second time, as far as the reader may see both."""
    yield from _of_units(question)
    # Where only some of those counted may be named, the rows are fewer, and rightly so.
    if question.scope.named is None:
        yield from _of_participations(question)
        yield from _of_holdings(question)
    yield from _of_rows(question)


def _of_units(question: Question) -> Iterator[Pair]:
    counts, by_unit = overview_of(question), units_of(question).total
    staff, total = counts.headcount, counts.total
    yield _pair(mark("Headcount"), OVERVIEW, staff.persons, UNITS, by_unit.headcount)
    if not question.guarded:
        yield _pair(ON_LEAVE, OVERVIEW, staff.on_leave, UNITS, by_unit.on_leave)
    if not hidden_now(question):
        yield _pair(mark("Persons reached"), OVERVIEW, total.reached, UNITS, by_unit.reached)


def _of_participations(question: Question) -> Iterator[Pair]:
    counts, by_unit = overview_of(question), units_of(question).total
    here = employed(question.as_of, question.scope.known).label("employed")
    rows = participation_statement(question).add_columns(here).order_by(None).subquery()
    (reached,) = _row(rows, func.count(case((rows.c.employed, rows.c.person_id)).distinct()))
    alike = participation_rows(question)
    total, number = counts.total, alike.total()
    by_topic, by_source = _apart(alike)
    imported = by_source[sentence(SOURCES[Source.IMPORTED.value], question.language)]
    yield _pair(mark("Persons reached"), OVERVIEW, total.reached, PARTICIPATIONS, reached)
    taken = mark("Participations")
    yield _pair(taken, OVERVIEW, total.participations, PARTICIPATIONS, number)
    yield _pair(taken, UNITS, by_unit.participations, PARTICIPATIONS, number)
    yield _pair(mark("Imported participations"), OVERVIEW, total.imported, PARTICIPATIONS, imported)
    for topic in counts.topics:
        yield Pair(
            Message(IN_TOPIC, {"topic": topic.title}),
            OVERVIEW,
            topic.counts.participations,
            PARTICIPATIONS,
            by_topic[topic.title.in_language(question.language)],
        )


def _of_holdings(question: Question) -> Iterator[Pair]:
    found, language = competences_of(question), question.language
    alike = holding_rows(question)
    official = sentence(label(Basis.OFFICIAL), language)
    for state in HoldingState:
        name = Message(HOLDINGS_IN_STATE, {"state": Message(STATES[state])})
        counted = alike[sentence(STATES[state], language), official]
        yield Pair(name, COMPETENCES, found.holdings[state], HOLDINGS, counted)
    rows = holding_statement(question).order_by(None).subquery()
    valid = rows.c.until.is_(None) | (rows.c.until > question.as_of)
    (holders,) = _row(rows, func.count(case((valid, rows.c.person_id)).distinct()))
    valid_ones = mark("Persons with a valid holding")
    yield _pair(valid_ones, COMPETENCES, found.holders, HOLDINGS, holders)
    if (stated := stated_of(question)) is not None:
        every = holding_statement(question, with_stated=True).order_by(None).subquery()
        of_their_own = case((every.c.basis == Basis.CONSENT, every.c.person_id))
        (persons,) = _row(every, func.count(of_their_own.distinct()))
        yield _pair(mark("Self-declared with consent"), UNITS, stated.total, HOLDINGS, persons)


def _of_rows(question: Question) -> Iterator[Pair]:
    """Of tables without a total: the rows that there are, and those that were written."""
    for table in (MATRIX, STILL_OPEN):
        rows = table.rows(question) if table.is_in(question) else None
        if isinstance(rows, Selected):
            number = rows.count()
            there = number if question.written is None else question.written.rows[table.key]
            yield _pair(mark("Rows"), table, number, table, there)


def _apart(alike: Alike) -> tuple[Counter[Value], Counter[Value]]:
    """The same rows by what stands in the one column, and in the other."""
    ones, others = Counter[Value](), Counter[Value]()
    for (one, other), number in alike.items():
        ones[one] += number
        others[other] += number
    return ones, others


def _row(rows: Subquery, *counts: Any) -> Any:
    return db.session.execute(select(*counts).select_from(rows)).one()


def _pair(number: str, table: Table, total: int, source: Table, counted: int) -> Pair:
    return Pair(Message(number), table, total, source, counted)


def _rows(question: Question) -> Iterator[tuple[Value, ...]]:
    language = question.language
    for pair in _pairs(question):
        yield (
            pair.number.in_language(language),
            sentence(pair.table.title, language),
            pair.total,
            sentence(pair.source.title if pair.source.is_in(question) else _ON_RECORD, language),
            pair.counted,
            pair.difference,
        )


def _verdict(question: Question) -> list[str]:
    if any(pair.difference for pair in _pairs(question)):
        verdict = mark("Some totals differ from their source. Please do not pass this workbook on.")
    else:
        verdict = mark("Each total was counted twice, independently. All of them agree.")
    return [sentence(verdict, question.language)]


RECONCILIATION = Table(
    key="reconciliation",
    title=mark("Reconciliation"),
    columns=COLUMNS,
    about=mark("Each total beside the same number from its source"),
    rows=_rows,
    note=_verdict,
    to_read=True,
)
