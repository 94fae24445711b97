"""People by competences: the level of each and the last day on which it is valid."""

from trainingtracker.competence.matrix import Cell, Validity
from trainingtracker.reports.attainment import person
from trainingtracker.reports.attainment.holdings import EXPIRED_IN_WORDS
from trainingtracker.reports.people_by_competences import competences_of, people_by_competences
from trainingtracker.reports.report import Column, Question, Table
from trainingtracker.reports.selected import Selected
from trainingtracker.text import mark, sentence, short_day

_PERSON = (
    *person.COLUMNS,
    Column("unit", mark("Unit on the reference date"), 10),
    Column("unit_name", mark("Unit on the reference date, name"), 28),
)


def _columns(question: Question) -> tuple[Column, ...]:
    return _PERSON + tuple(
        Column(f"competence_{column.competence_id}", column.name, 34, stands_out=EXPIRED_IN_WORDS)
        for column in competences_of(question)
    )


def _rows(question: Question) -> Selected:
    """A row for everybody who holds something, or held it last."""
    return people_by_competences(
        question, lambda cell: _words(cell, question.language), holders_alone=True
    )


def level_words(cell: Cell, language: str) -> str:
    """The level, and that it is the person who says so."""
    level = cell.level.in_language(language)
    return (
        sentence(mark("%(level)s, self-declared"), language, level=level) if cell.stated else level
    )


def _words(cell: Cell, language: str) -> str:
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
