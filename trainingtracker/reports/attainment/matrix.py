"""People by competences: the level of each and the last day on which it is valid.

Official evidence, and where there is none what people have stated, if their consent covers the
reader. Members of the staff council are in no matrix.
"""

from collections.abc import Iterator

from sqlalchemy import select

from trainingtracker import settings
from trainingtracker.accounts.staff_council import members_among
from trainingtracker.attainment.people import in_headcount
from trainingtracker.competence.consent import readable_by
from trainingtracker.competence.matrix import Cell, Matrix, Validity, matrix
from trainingtracker.extensions import db
from trainingtracker.models import Person
from trainingtracker.reports.attainment import person
from trainingtracker.reports.attainment.holdings import EXPIRED_IN_WORDS
from trainingtracker.reports.attainment.person import history_of, person_values, unit_values
from trainingtracker.reports.report import Column, Question, Table, Value
from trainingtracker.text import mark, sentence, short_day

_PERSON = (
    *person.COLUMNS,
    Column("unit", mark("Unit on the reference date"), 10),
    Column("unit_name", mark("Unit on the reference date, name"), 28),
)


def _matrix(question: Question) -> Matrix:
    return question.once("matrix", lambda: _found(question))


def _found(question: Question) -> Matrix:
    as_of, scope = question.as_of, question.scope
    ids = set(
        db.session.scalars(
            select(Person.id).where(
                in_headcount(as_of), scope.covers(Person.id, as_of), scope.may_be_named
            )
        )
    )
    return matrix(
        ids - members_among(ids, as_of),
        as_of,
        readable_by(question.actor),
        expiring_days=settings.get("expiring_days"),
        topic_id=question.filters.topic_id,
    )


def _columns(question: Question) -> tuple[Column, ...]:
    return _PERSON + tuple(
        Column(f"competence_{column.competence_id}", column.name, 20, stands_out=EXPIRED_IN_WORDS)
        for column in _matrix(question).columns
    )


def _rows(question: Question) -> Iterator[tuple[Value, ...]]:
    """A row for everybody who holds something, or held it last."""
    found, as_of = _matrix(question), question.as_of
    people = db.session.execute(
        select(Person.id, *person.SELECTED)
        .where(Person.id.in_(list(found.cells)))
        .order_by(Person.sort_key, Person.id)
    ).all()
    history = history_of(question, None)
    for row in people:
        cells = found.cells[row.id]
        yield (
            *person_values(row),
            *unit_values(history.unit_on(row.id, as_of), question.language),
            *(_words(cells.get(column.competence_id), question) for column in found.columns),
        )


def level_words(cell: Cell, language: str) -> str:
    """The level, and that it is the person who says so."""
    level = cell.level.in_language(language)
    return (
        sentence(mark("%(level)s, self-declared"), language, level=level) if cell.stated else level
    )


def _words(cell: Cell | None, question: Question) -> str | None:
    if cell is None:
        return None
    language = question.language
    level = level_words(cell, language)
    if cell.last_day is None:
        return level
    last = short_day(cell.last_day, language)
    if cell.validity is Validity.EXPIRED:
        return sentence(mark("%(level)s, expired on %(day)s"), language, level=level, day=last)
    return sentence(mark("%(level)s, until %(day)s"), language, level=level, day=last)


MATRIX = Table(
    key="matrix",
    title=mark("People by competences"),
    columns=_columns,
    rows=_rows,
    about=mark(
        "The level of each person and until when it is valid; official evidence, else what the "
        "person states with consent"
    ),
    label="last_name",
    personal=True,
    stated=True,
)
