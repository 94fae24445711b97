"""The holdings sheet: one row for each official holding of somebody in the headcount."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from trainingtracker.attainment.assignments import AssignmentHistory
from trainingtracker.attainment.holdings import HoldingState, counted, expiry_horizon, state_of
from trainingtracker.attainment.scope import Scope
from trainingtracker.extensions import db
from trainingtracker.labels import label
from trainingtracker.models import Competence, Holding, Level, Person
from trainingtracker.reports import attainment_person
from trainingtracker.reports.attainment_person import person_values, unit_values
from trainingtracker.reports.report import Column, Filters, Value
from trainingtracker.reports.styles import Kind
from trainingtracker.reports.workbook import TableSheet
from trainingtracker.text import mark, sentence

COLUMNS = (
    *attainment_person.COLUMNS,
    Column(mark("Unit on the reference date"), 10),
    Column(mark("Unit on the reference date, name"), 28),
    Column(mark("Competence"), 18),
    Column(mark("Competence, name"), 36),
    Column(mark("Level"), 9),
    Column(mark("Level, name"), 17),
    Column(mark("Activity"), 11),
    Column(mark("Evidence"), 26),
    Column(mark("Evidence group"), 15),
    Column(mark("Valid from"), 11, Kind.DAY),
    Column(mark("No longer valid from"), 12, Kind.DAY),
    Column(mark("State"), 11),
    Column(mark("Basis"), 12),
)

STATES = {
    HoldingState.VALID: mark("Valid"),
    HoldingState.EXPIRING: mark("Expiring"),
    HoldingState.EXPIRED: mark("Expired"),
}


@dataclass
class HoldingRows:
    """What was counted while the rows were written, for the reconciliation."""

    rows: int = 0
    by_state: Counter[HoldingState] = field(default_factory=Counter)
    holders: set[int] = field(default_factory=set)


def write_holdings(
    sheet: TableSheet, filters: Filters, scope: Scope, history: AssignmentHistory
) -> HoldingRows:
    """Stream the rows into the sheet, in the order of names and competences."""
    seen = HoldingRows()
    horizon = expiry_horizon(filters.as_of)
    for row in db.session.execute(holding_statement(filters, scope)):
        state = state_of(row.until, filters.as_of, horizon)
        sheet.record(holding_values(row, state, filters.as_of, sheet.language, history))
        seen.by_state[state] += 1
        if state is not HoldingState.EXPIRED:
            seen.holders.add(row.person_id)
    seen.rows = sheet.close()
    return seen


def holding_statement(filters: Filters, scope: Scope) -> Select[*tuple[Any, ...]]:
    """The rows of the sheet in their order."""
    statement: Select[*tuple[Any, ...]] = (
        select(
            *attainment_person.SELECTED,
            Holding.person_id,
            Competence.key,
            Competence.name,
            Level.code,
            Level.name.label("level"),
            Holding.activity,
            Holding.evidence,
            Holding.since,
            Holding.until,
            Holding.basis,
        )
        .select_from(Holding)
        .join(Person, Person.id == Holding.person_id)
        .join(Competence, Competence.id == Holding.competence_id)
        .join(Level, Level.id == Holding.level_id)
        .where(counted(filters.as_of, scope), scope.may_be_named)
        .order_by(
            Person.sort_key, Person.id, Competence.position, Competence.id, Level.rank, Holding.id
        )
        .execution_options(yield_per=1000)
    )
    if filters.topic_id is not None:
        statement = statement.where(Competence.topic_id == filters.topic_id)
    return statement


def level_code(code: str, name: str) -> str:
    """B1 and 2 are codes for readers; a code that is a plain word is shown as the level's name."""
    return name if code.isalpha() and code.islower() else code


def holding_values(
    row: Any, state: HoldingState, as_of: date, language: str, history: AssignmentHistory
) -> Iterator[Value]:
    """One row of the sheet, a value a column."""
    yield from person_values(row)
    yield from unit_values(history.unit_on(row.person_id, as_of), language)
    yield row.key
    yield row.name.in_language(language)
    level = row.level.in_language(language)
    yield level_code(row.code, level)
    yield level
    yield sentence(label(row.activity) if row.activity else mark("Overall"), language)
    yield sentence(label(row.evidence), language)
    yield sentence(label(row.evidence.group), language)
    yield row.since
    yield row.until
    yield sentence(STATES[state], language)
    yield sentence(label(row.basis), language)
