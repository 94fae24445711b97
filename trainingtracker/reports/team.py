"""The team workbook: a manager's direct reports, and nobody else's."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import select

from trainingtracker.attainment.people import in_headcount
from trainingtracker.models import Person
from trainingtracker.reports import audiences, scopes
from trainingtracker.reports.attainment import person
from trainingtracker.reports.attainment.holdings import HOLDINGS
from trainingtracker.reports.attainment.participations import PARTICIPATIONS
from trainingtracker.reports.attainment.person import history_of, person_values, unit_values
from trainingtracker.reports.competence_matrix import LEVELS, VALIDITY
from trainingtracker.reports.report import Column, Question, Report, Table, Value
from trainingtracker.reports.selected import Selected
from trainingtracker.reports.styles import Kind
from trainingtracker.reports.under_way import UNDER_WAY
from trainingtracker.text import mark

_COLUMNS = (
    *person.COLUMNS,
    Column("unit", mark("Unit number"), 12),
    Column("unit_name", mark("Unit"), 40),
    Column("entry", mark("Employed since"), 13, Kind.DAY),
)


def _people(question: Question) -> Selected:
    as_of, scope = question.as_of, question.scope
    statement = (
        select(Person.id.label("person_id"), *person.SELECTED, Person.entry)
        .where(in_headcount(as_of), scope.covers(Person.id, as_of), scope.may_be_named)
        .order_by(Person.sort_key, Person.id)
    )

    def values(rows: Iterable[Any], ids: Collection[int]) -> Iterator[Sequence[Value]]:
        history = history_of(question, ids)
        for row in rows:
            unit = history.unit_on(row.person_id, as_of)
            yield (*person_values(row), *unit_values(unit, question.language), row.entry)

    return Selected(statement, values)


TEAM = Report(
    key="team",
    title=mark("My team"),
    purpose=mark("What your direct reports hold, have attended and attend next."),
    audience=audiences.managers,
    takes=frozenset({"as_of", "unit_id", "topic_id"}),
    scope=scopes.team,
    tables=(
        Table(
            key="people",
            title=mark("Direct reports"),
            columns=_COLUMNS,
            rows=_people,
            about=mark("One row for each direct report"),
            label="last_name",
            personal=True,
        ),
        LEVELS,
        VALIDITY,
        UNDER_WAY,
        PARTICIPATIONS,
        HOLDINGS,
    ),
)
