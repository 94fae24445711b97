"""People by competences: the level that each holds, and how long it is valid."""

from trainingtracker.competence.matrix import Cell, Validity
from trainingtracker.labels import label
from trainingtracker.reports import audiences
from trainingtracker.reports.attainment import person
from trainingtracker.reports.attainment.holdings import EXPIRED_IN_WORDS
from trainingtracker.reports.attainment.matrix import level_words
from trainingtracker.reports.people_by_competences import competences_of, people_by_competences
from trainingtracker.reports.report import Column, Question, Report, Table
from trainingtracker.reports.selected import Selected
from trainingtracker.reports.styles import Kind, StandsOut
from trainingtracker.text import mark, sentence

_WITHOUT_COUNCIL = mark(
    "Official evidence; where there is none, what people state about themselves and have "
    "consented to show you. The training of members of the staff council is in no overview."
)


def _levels(question: Question) -> tuple[Column, ...]:
    return _columns(question, Kind.TEXT, 20, EXPIRED_IN_WORDS)


def _last_days(question: Question) -> tuple[Column, ...]:
    return _columns(question, Kind.DAY, 18)


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
            for each in competences_of(question)
        ),
    )


def _rows_of_levels(question: Question) -> Selected:
    return people_by_competences(question, lambda cell: _level(cell, question.language))


def _level(cell: Cell, language: str) -> str:
    level = level_words(cell, language)
    if cell.activity is not None:
        level = f"{level} ({sentence(label(cell.activity), language)})"
    if cell.validity is Validity.EXPIRED:
        level = sentence(mark("%(level)s, expired"), language, level=level)
    return level


def _rows_of_last_days(question: Question) -> Selected:
    return people_by_competences(question, lambda cell: cell.last_day)


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
