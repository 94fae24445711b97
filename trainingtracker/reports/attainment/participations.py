"""One row for each participation of staff up to the reference date."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Select, select

from trainingtracker.attainment.assignments import AssignmentHistory
from trainingtracker.attainment.participations import Source, participations
from trainingtracker.attainment.people import employed, is_staff
from trainingtracker.attainment.status_groups import StatusGroups
from trainingtracker.labels import label
from trainingtracker.models import CostSheet, Course, Enrolment, Offering, Person, Topic
from trainingtracker.reports.attainment import person
from trainingtracker.reports.attainment.person import (
    history_of,
    person_values,
    unit_values,
    wall_clock,
)
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
    Column("status_group", mark("Status group"), 24),
    Column("course", mark("Course"), 9),
    Column("course_title", mark("Course title"), 40),
    Column("topic", mark("Topic"), 21),
    Column("offering", mark("Offering"), 14),
    Column("start", mark("Start"), 16, Kind.MOMENT),
    Column("end", mark("End"), 16, Kind.MOMENT),
    Column("counted_on", mark("Counted on"), 11, Kind.DAY),
    Column("format", mark("Format"), 11),
    Column("teaching_units", mark("Teaching units (45 minutes)"), 13, Kind.COUNT),
    Column("units_attended", mark("Teaching units attended"), 13, Kind.DECIMAL),
    Column("attended", mark("Attended"), 12, Kind.SHARE),
    Column("result", mark("Result"), 15, indent=1),
    Column("certificate_number", mark("Certificate number"), 28),
    Column("cost_centre", mark("Cost centre"), 14),
    Column("source", mark("Source"), 14),
)

_SOURCES = {Source.OFFERING.value: mark("Offering"), Source.IMPORTED.value: mark("Imported")}
_RESULTS = {
    Source.OFFERING.value: label(Status.COMPLETED),
    Source.IMPORTED.value: label(Result.PASSED),
}


def _rows(question: Question) -> Selected:
    def values(rows: Iterable[Any], ids: Iterable[int] | None) -> Iterator[Sequence[Value]]:
        history, groups = history_of(question, ids), StatusGroups(question.scope, ids)
        for row in rows:
            yield tuple(_values(row, question, history, groups))

    return Selected(participation_statement(question), values)


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
            Course.code,
            Course.title,
            Course.format,
            Course.teaching_units,
            Course.topic_id,
            Topic.title.label("topic"),
            Offering.number,
            Offering.starts_at,
            Offering.ends_at,
            Enrolment.attended_percent,
            Enrolment.certificate_token,
            CostSheet.cost_centre,
            employed(filters.as_of).label("employed"),
        )
        .select_from(taken)
        .join(Person, Person.id == taken.c.person_id)
        .join(Course, Course.id == taken.c.course_id)
        .join(Topic, Topic.id == Course.topic_id)
        .outerjoin(Offering, Offering.id == taken.c.offering_id)
        .outerjoin(Enrolment, Enrolment.id == taken.c.enrolment_id)
        .outerjoin(CostSheet, CostSheet.offering_id == taken.c.offering_id)
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
    row: Any, question: Question, history: AssignmentHistory, groups: StatusGroups
) -> Iterator[Value]:
    as_of, language = question.as_of, question.language
    yield from person_values(row)
    yield from unit_values(history.unit_on(row.person_id, row.day), language)
    yield from unit_values(history.unit_on(row.person_id, as_of), language)
    yield groups.group_on(row.person_id, row.day, language)
    yield row.code
    yield row.title.in_language(language)
    yield row.topic.in_language(language)
    yield row.number
    yield wall_clock(row.starts_at)
    yield wall_clock(row.ends_at)
    yield row.day
    yield sentence(label(row.format), language)
    yield row.teaching_units
    share = None if row.attended_percent is None else row.attended_percent / 100
    yield None if share is None else round(row.teaching_units * share, 1)
    yield share
    yield sentence(_RESULTS[row.source], language)
    yield row.certificate_token
    yield row.cost_centre or None
    yield sentence(_SOURCES[row.source], language)


PARTICIPATIONS = Table(
    key="participations",
    title=mark("Participations"),
    columns=COLUMNS,
    about=mark("One row for each participation of staff"),
    rows=_rows,
    label="last_name",
    personal=True,
)
