"""What in the data makes the numbers doubtful, for HR to put right."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from trainingtracker import clock
from trainingtracker.attainment.people import in_headcount
from trainingtracker.extensions import db
from trainingtracker.models import (
    Assignment,
    Enrolment,
    Holding,
    ImportedParticipation,
    Offering,
    Person,
)
from trainingtracker.organisation.leadership import LeadershipMap
from trainingtracker.reports.attainment import person
from trainingtracker.reports.attainment.person import person_values
from trainingtracker.reports.report import Column, Question, Table, Value
from trainingtracker.text import mark, sentence, short_day
from trainingtracker.vocabulary import Basis, Status

COLUMNS = (
    Column("problem", mark("What is doubtful"), 46),
    *person.COLUMNS,
    Column("detail", mark("Detail"), 40),
)


def _rows(question: Question) -> Iterator[tuple[Value, ...]]:
    yield from _without_unit(question)
    yield from _without_manager(question)
    yield from _duplicates(question)
    yield from _without_attendance(question)
    yield from _impossible_dates(question)


def _people(
    question: Question, condition: ColumnElement[bool], *more: Any, joined: Any = None
) -> Iterator[Any]:
    statement = select(Person.id, *person.SELECTED, *more).select_from(Person)
    for table, on in joined or ():
        statement = statement.join(table, on)
    scope, as_of = question.scope, question.as_of
    yield from db.session.execute(
        statement.where(condition, scope.covers(Person.id, as_of))
        .order_by(Person.sort_key, Person.id)
        .execution_options(yield_per=500)
    )


def _row(question: Question, problem: str, row: Any, detail: str = "") -> tuple[Value, ...]:
    return (sentence(problem, question.language), *person_values(row), detail or None)


def _without_unit(question: Question) -> Iterator[tuple[Value, ...]]:
    as_of = question.as_of
    assigned = select(Assignment.person_id).where(Assignment.valid(as_of))
    problem = mark("Employed, but in no unit")
    for row in _people(question, in_headcount(as_of) & Person.id.not_in(assigned)):
        yield _row(question, problem, row)


def _without_manager(question: Question) -> Iterator[tuple[Value, ...]]:
    """Nobody leads their unit or one above it: nobody could decide on a request."""
    as_of = question.as_of
    led, tree = LeadershipMap.load(as_of), question.tree
    managers = {
        node.id: set[int]().union(
            *(led.of(unit_id).managers for unit_id in (node.id, *tree.ancestor_ids(node.id)))
        )
        for node in tree.in_order()
    }
    # Where there are two, one of them is another one for everybody.
    well_led = {unit_id for unit_id, found in managers.items() if len(found) > 1}
    found = _people(
        question,
        in_headcount(as_of) & Assignment.unit_id.not_in(well_led),
        Assignment.unit_id,
        joined=[(Assignment, (Assignment.person_id == Person.id) & Assignment.valid(as_of))],
    )
    for row in found:
        if not managers.get(row.unit_id, set()) - {row.id}:
            unit = tree.get(row.unit_id)
            yield _row(
                question,
                mark("Without a manager in the unit or above it"),
                row,
                unit.in_language(question.language) if unit else "",
            )


def _duplicates(question: Question) -> Iterator[tuple[Value, ...]]:
    """The same name twice among those employed: perhaps one person, perhaps two."""
    as_of, other = question.as_of, aliased(Person)
    twice = (
        select(other.sort_key)
        .where(other.kind == "staff", or_(other.exit.is_(None), other.exit >= as_of))
        .group_by(other.sort_key)
        .having(func.count() > 1)
    )
    problem = mark("The same name more than once: perhaps one person")
    for row in _people(question, in_headcount(as_of) & Person.sort_key.in_(twice)):
        yield _row(question, problem, row)


def _without_attendance(question: Question) -> Iterator[tuple[Value, ...]]:
    problem = mark("Completed without attendance on record")
    condition = and_(
        Enrolment.status == Status.COMPLETED,
        Enrolment.finished_on <= question.as_of,
        func.coalesce(Enrolment.attended_percent, 0) == 0,
    )
    joined = [
        (Enrolment, Enrolment.person_id == Person.id),
        (Offering, Offering.id == Enrolment.offering_id),
    ]
    for row in _people(question, condition, Offering.number, joined=joined):
        yield _row(question, problem, row, row.number)


def _impossible_dates(question: Question) -> Iterator[tuple[Value, ...]]:
    language = question.language
    for row in _people(question, Person.exit < Person.entry):
        yield _row(question, mark("Left before they came"), row)
    official = Holding.known() & (Holding.basis == Basis.OFFICIAL)
    held = [(Holding, (Holding.person_id == Person.id) & official)]
    problem = mark("A holding that ends before it begins")
    for row in _people(question, Holding.until < Holding.since, Holding.since, joined=held):
        yield _row(question, problem, row, short_day(row.since, language))
    imported = [(ImportedParticipation, ImportedParticipation.person_id == Person.id)]
    problem = mark("A past participation that lies in the future")
    future = ImportedParticipation.held_on > clock.today()
    for row in _people(question, future, ImportedParticipation.held_on, joined=imported):
        yield _row(question, problem, row, short_day(row.held_on, language))


def _for_hr(question: Question) -> bool:
    return question.of_now and not question.guarded


QUALITY = Table(
    key="quality",
    title=mark("Data quality"),
    columns=COLUMNS,
    rows=_rows,
    about=mark("What makes the numbers doubtful, to be put right"),
    label="last_name",
    personal=True,
    shown=_for_hr,
)
