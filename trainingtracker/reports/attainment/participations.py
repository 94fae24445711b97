"""One row for each participation of staff up to the reference date."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, select

from trainingtracker import clock
from trainingtracker.attainment.assignments import AssignmentHistory
from trainingtracker.attainment.participations import Source, participations
from trainingtracker.attainment.people import employed, is_staff
from trainingtracker.extensions import db
from trainingtracker.labels import label
from trainingtracker.models import Course, Offering, Person, Topic
from trainingtracker.reports.attainment import person
from trainingtracker.reports.attainment.person import history_of, unit_values
from trainingtracker.reports.report import Column, Question, Table, Value
from trainingtracker.reports.selected import Selected
from trainingtracker.reports.styles import Kind
from trainingtracker.text import mark, sentence
from trainingtracker.vocabulary import Result, Status

COLUMNS = (
    *person.COLUMNS,
    Column("unit_then", mark("Unit then"), 10),
    Column("unit_then_name", mark("Unit then, name"), 30),
    Column("unit", mark("Unit on the reference date"), 10),
    Column("unit_name", mark("Unit on the reference date, name"), 30),
    Column("course", mark("Course"), 9),
    Column("course_title", mark("Course title"), 40),
    Column("topic", mark("Topic"), 21),
    Column("offering", mark("Offering"), 14),
    Column("begins_on", mark("Begins on"), 11, Kind.DAY),
    Column("ends_on", mark("Ends on"), 11, Kind.DAY),
    Column("counted_on", mark("Counted on"), 11, Kind.DAY),
    Column("format", mark("Format"), 11),
    Column("teaching_units", mark("Teaching units (45 minutes)"), 13, Kind.COUNT),
    Column("result", mark("Result"), 15, indent=1),
    Column("source", mark("Source"), 14),
)

_SOURCES = {Source.OFFERING.value: mark("Offering"), Source.IMPORTED.value: mark("Imported")}
_RESULTS = {
    Source.OFFERING.value: label(Status.COMPLETED),
    Source.IMPORTED.value: label(Result.PASSED),
}


def _rows(question: Question) -> Selected:
    def values(rows: Iterable[Any], ids: Iterable[int] | None) -> Iterator[Sequence[Value]]:
        shown = None if ids is None else [*(rows := list(rows))]
        words = _Words.load(question.language, shown)
        return _values(rows, question, history_of(question, ids), words)

    return Selected(participation_statement(question), values)


class _Words(NamedTuple):
    """What stands in many rows, put into words once: the cells of courses, offerings, sources."""

    courses: dict[int, tuple[tuple[Value, ...], tuple[Value, ...]]]
    offerings: dict[int | None, tuple[Value, ...]]
    sources: dict[str, tuple[Value, ...]]

    @classmethod
    def load(cls, language: str, rows: Sequence[Any] | None) -> "_Words":
        """In two queries; of these rows only, or of all there are."""
        courses = select(
            Course.id, Course.code, Course.title, Topic.title, Course.format, Course.teaching_units
        ).join(Topic, Topic.id == Course.topic_id)
        offerings = select(Offering.id, Offering.number, Offering.starts_at, Offering.ends_at)
        if rows is not None:
            courses = courses.where(Course.id.in_({row.course_id for row in rows}))
            offerings = offerings.where(Offering.id.in_({row.offering_id for row in rows}))
        return cls(
            {
                id_: (
                    (code, title.in_language(language), topic.in_language(language)),
                    (sentence(label(form), language), units),
                )
                for id_, code, title, topic, form, units in db.session.execute(courses)
            },
            {None: (None, None, None)}
            | {
                id_: (number, *(clock.local_day(at) if at else None for at in (start, end)))
                for id_, number, start, end in db.session.execute(offerings)
            },
            {
                source: (sentence(_RESULTS[source], language), sentence(name, language))
                for source, name in _SOURCES.items()
            },
        )


def participation_statement(question: Question) -> Select[*tuple[Any, ...]]:
    """The rows of the table in their order: by name and day."""
    filters, scope = question.filters, question.scope
    taken = participations(filters.as_of)
    statement: Select[*tuple[Any, ...]] = (
        select(
            *person.SELECTED,
            taken.c.person_id,
            taken.c.day,
            taken.c.source,
            taken.c.course_id,
            taken.c.offering_id,
            Course.topic_id,
            employed(filters.as_of).label("employed"),
        )
        .select_from(taken)
        .join(Person, Person.id == taken.c.person_id)
        .join(Course, Course.id == taken.c.course_id)
        .where(is_staff(), scope.covers(taken.c.person_id, filters.as_of), scope.may_be_named)
        .order_by(
            Person.sort_key,
            Person.id,
            taken.c.day,
            taken.c.source,
            taken.c.enrolment_id,
            taken.c.imported_id,
        )
    )
    if filters.topic_id is not None:
        statement = statement.where(Course.topic_id == filters.topic_id)
    return statement


def _values(
    rows: Iterable[Any], question: Question, history: AssignmentHistory, words: _Words
) -> Iterator[tuple[Value, ...]]:
    as_of, language = question.as_of, question.language
    courses, offerings, sources = words
    person_id, unit = None, unit_values(None, language)
    for *name, of, day, source, course_id, offering_id, _topic_id, _employed in rows:
        if of != person_id:
            # Rows come person by person.
            person_id, unit = of, unit_values(history.unit_on(of, as_of), language)
        then = unit_values(history.unit_on(of, day), language)
        course, measure = courses[course_id]
        yield (
            *name, *then, *unit, *course, *offerings[offering_id], day, *measure, *sources[source],
        )  # fmt: skip


PARTICIPATIONS = Table(
    key="participations",
    title=mark("Participations"),
    columns=COLUMNS,
    about=mark("One row for each participation of staff"),
    rows=_rows,
    label="last_name",
    personal=True,
)
