"""Each total beside the same number counted on its source table.

Both sides are counted independently: the totals in groups, the sources row by row in the statement
that fills the table.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Subquery, case, func, select

from trainingtracker import clock
from trainingtracker.attainment.holdings import HoldingState, expiry_horizon, state_of
from trainingtracker.attainment.participations import Source
from trainingtracker.attainment.people import employed
from trainingtracker.extensions import db
from trainingtracker.kept import kept
from trainingtracker.models import Course
from trainingtracker.reports.attainment.competences import COMPETENCES, competences_of
from trainingtracker.reports.attainment.guarding import hidden_now
from trainingtracker.reports.attainment.holdings import HOLDINGS, STATES, holding_statement
from trainingtracker.reports.attainment.key_figures import ON_LEAVE
from trainingtracker.reports.attainment.overview import OVERVIEW, overview_of
from trainingtracker.reports.attainment.participations import (
    PARTICIPATIONS,
    participation_statement,
)
from trainingtracker.reports.attainment.units import UNITS, stated_of, units_of
from trainingtracker.reports.report import Column, Question, Table, Value
from trainingtracker.reports.styles import Kind
from trainingtracker.text import Message, mark, sentence
from trainingtracker.vocabulary import Basis

COLUMNS = (
    Column("number", mark("Number"), 52),
    Column("sheet", mark("Sheet"), 30),
    Column("total_there", mark("Total there"), 16, Kind.COUNT),
    Column("source_sheet", mark("Source sheet"), 32, indent=2),
    Column("counted_there", mark("Counted there"), 16, Kind.COUNT),
    Column("difference", mark("Difference"), 14, Kind.COUNT),
)
IN_TOPIC = mark("Participations: %(topic)s")
HOLDINGS_IN_STATE = mark("Holdings: %(state)s")


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
    of_employed = case((rows.c.employed, rows.c.person_id))
    number, reached, imported = _row(
        rows,
        func.count(),
        func.count(of_employed.distinct()),
        func.count(case((rows.c.source == Source.IMPORTED.value, 1))),
    )
    by_topic: dict[int, int] = dict(
        db.session.execute(
            select(Course.topic_id, func.count())
            .join(rows, rows.c.course_id == Course.id)
            .group_by(Course.topic_id)
        ).all()
    )
    total = counts.total
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
            by_topic.get(topic.topic_id, 0),
        )


def _of_holdings(question: Question) -> Iterator[Pair]:
    found, horizon = competences_of(question), expiry_horizon(question.as_of)
    rows = holding_statement(question).order_by(None).subquery()
    states = dict.fromkeys(HoldingState, 0)
    # By the end of each holding, to be judged here and not by the expression of the totals.
    ends = select(rows.c.until, func.count()).group_by(rows.c.until)
    for until, number in db.session.execute(ends):
        states[state_of(until, question.as_of, horizon)] += number
    (holders,) = _row(
        rows,
        func.count(
            case(
                (rows.c.until.is_(None) | (rows.c.until > question.as_of), rows.c.person_id)
            ).distinct()
        ),
    )
    for state in HoldingState:
        name = Message(HOLDINGS_IN_STATE, {"state": Message(STATES[state])})
        yield Pair(name, COMPETENCES, found.holdings[state], HOLDINGS, states[state])
    valid = mark("Persons with a valid holding")
    yield _pair(valid, COMPETENCES, found.holders, HOLDINGS, holders)
    if (stated := stated_of(question)) is not None:
        every = holding_statement(question, with_stated=True).order_by(None).subquery()
        of_their_own = case((every.c.basis == Basis.CONSENT, every.c.person_id))
        (persons,) = _row(every, func.count(of_their_own.distinct()))
        yield _pair(mark("Self-declared with consent"), UNITS, stated.total, HOLDINGS, persons)


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
            sentence(pair.source.title, language),
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
    about=mark("Each total beside the same number from its source sheet"),
    rows=_rows,
    note=_verdict,
    to_read=True,
)
