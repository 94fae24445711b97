"""People by competences: the level that each holds, and how long it is valid."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import select

from trainingtracker import settings
from trainingtracker.accounts.staff_council import members_among
from trainingtracker.attainment.people import in_headcount
from trainingtracker.competence.consent import readable_by
from trainingtracker.competence.matrix import Cell, Matrix, Validity, matrix
from trainingtracker.extensions import db
from trainingtracker.labels import label
from trainingtracker.models import Person
from trainingtracker.reports import audiences
from trainingtracker.reports.attainment import person
from trainingtracker.reports.attainment.holdings import EXPIRED_IN_WORDS
from trainingtracker.reports.attainment.matrix import level_words
from trainingtracker.reports.attainment.person import history_of, person_values, unit_values
from trainingtracker.reports.report import Column, Question, Report, Table, Value
from trainingtracker.reports.styles import Kind, StandsOut
from trainingtracker.text import mark, sentence

_WITHOUT_COUNCIL = mark(
    "Official evidence; where there is none, what people state about themselves and have "
    "consented to show you. The training of members of the staff council is in no overview."
)


def _levels(question: Question) -> tuple[Column, ...]:
    return _columns(question, Kind.TEXT, 14, EXPIRED_IN_WORDS)


def _last_days(question: Question) -> tuple[Column, ...]:
    return _columns(question, Kind.DAY, 14)


def _columns(
    question: Question, kind: Kind, width: float, stands_out: tuple[StandsOut, ...] = ()
) -> tuple[Column, ...]:
    return (
        *person.COLUMNS,
        Column("unit", mark("Unit number"), 12),
        Column("unit_name", mark("Unit"), 30),
        *(
            Column(
                f"competence_{each.key.replace(':', '_')}",
                each.name,
                width,
                kind,
                stands_out=stands_out,
            )
            for each in _matrix(question).columns
        ),
    )


def _rows_of_levels(question: Question) -> Iterator[Sequence[Value]]:
    return _rows(question, lambda cell: _level(cell, question.language))


def _level(cell: Cell, language: str) -> str:
    level = level_words(cell, language)
    if cell.activity is not None:
        level = f"{level} ({sentence(label(cell.activity), language)})"
    if cell.validity is Validity.EXPIRED:
        level = sentence(mark("%(level)s, expired"), language, level=level)
    return level


def _rows_of_last_days(question: Question) -> Iterator[Sequence[Value]]:
    return _rows(question, lambda cell: cell.last_day)


def _rows(question: Question, value: Callable[[Cell], Value]) -> Iterator[Sequence[Value]]:
    held, history = _matrix(question), history_of(question, None)
    for row in _people(question):
        cells = held.cells.get(row.id, {})
        yield (
            *person_values(row),
            *unit_values(history.unit_on(row.id, question.as_of), question.language),
            *(
                value(cells[each.competence_id]) if each.competence_id in cells else None
                for each in held.columns
            ),
        )


def _people(question: Question) -> Sequence[Any]:
    """Everybody who may be named, but members of the staff council, by name."""

    def find() -> Sequence[Any]:
        as_of, scope = question.as_of, question.scope
        rows = db.session.execute(
            select(Person.id, *person.SELECTED)
            .where(in_headcount(as_of), scope.covers(Person.id, as_of), scope.may_be_named)
            .order_by(Person.sort_key, Person.id)
        ).all()
        council = members_among({row.id for row in rows}, as_of)
        return [row for row in rows if row.id not in council]

    return question.once("people of the matrix", find)


def _matrix(question: Question) -> Matrix:
    return question.once(
        "matrix",
        lambda: matrix(
            [row.id for row in _people(question)],
            question.as_of,
            readable_by(question.actor),
            expiring_days=settings.get("expiring_days"),
            topic_id=question.filters.topic_id,
        ),
    )


LEVELS = Table(
    key="levels",
    title=mark("Levels held"),
    columns=_levels,
    rows=_rows_of_levels,
    note=_WITHOUT_COUNCIL,
    about=mark("The level that each person holds, a column a competence"),
    label="last_name",
    personal=True,
    stated=True,
)
VALIDITY = Table(
    key="validity",
    title=mark("Valid until"),
    columns=_last_days,
    rows=_rows_of_last_days,
    note=_WITHOUT_COUNCIL,
    about=mark("The last day on which it is valid; empty where it does not end"),
    label="last_name",
    personal=True,
    stated=True,
)

MATRIX = Report(
    key="competence_matrix",
    title=mark("Competence matrix"),
    purpose=mark("Who holds which competence at which level, and how long it is valid."),
    audience=audiences.whoever_sees_names,
    takes=frozenset({"as_of", "unit_id", "topic_id"}),
    tables=(LEVELS, VALIDITY),
)
