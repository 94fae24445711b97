"""The participations sheet: one row for each participation of staff up to the reference date."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from trainingtracker import clock
from trainingtracker.attainment.assignments import AssignmentHistory
from trainingtracker.attainment.participations import Source, participations
from trainingtracker.attainment.people import employed, is_staff
from trainingtracker.attainment.scope import Scope
from trainingtracker.extensions import db
from trainingtracker.labels import label
from trainingtracker.models import Course, Offering, Person, Topic
from trainingtracker.reports import attainment_person
from trainingtracker.reports.attainment_person import person_values, unit_values
from trainingtracker.reports.report import Column, Filters, Value
from trainingtracker.reports.styles import Kind
from trainingtracker.reports.workbook import TableSheet
from trainingtracker.text import mark, sentence
from trainingtracker.vocabulary import Result, Status

COLUMNS = (
    *attainment_person.COLUMNS,
    Column(mark("Unit then"), 10),
    Column(mark("Unit then, name"), 30),
    Column(mark("Unit on the reference date"), 10),
    Column(mark("Unit on the reference date, name"), 30),
    Column(mark("Course"), 9),
    Column(mark("Course title"), 40),
    Column(mark("Topic"), 21),
    Column(mark("Offering"), 14),
    Column(mark("Begins on"), 11, Kind.DAY),
    Column(mark("Ends on"), 11, Kind.DAY),
    Column(mark("Counted on"), 11, Kind.DAY),
    Column(mark("Format"), 11),
    Column(mark("Teaching units (45 minutes)"), 13, Kind.COUNT),
    Column(mark("Result"), 15, indent=1),
    Column(mark("Source"), 14),
)

_SOURCES = {Source.OFFERING.value: mark("Offering"), Source.IMPORTED.value: mark("Imported")}
_RESULTS = {
    Source.OFFERING.value: label(Status.COMPLETED),
    Source.IMPORTED.value: label(Result.PASSED),
}


@dataclass
class ParticipationRows:
    """What was counted while the rows were written, for the reconciliation."""

    rows: int = 0
    imported: int = 0
    by_topic: Counter[int] = field(default_factory=Counter)
    reached: set[int] = field(default_factory=set)


def write_participations(
    sheet: TableSheet, filters: Filters, scope: Scope, history: AssignmentHistory
) -> ParticipationRows:
    """Stream the rows into the sheet, in the order of names and days."""
    counted = ParticipationRows()
    for row in db.session.execute(participation_statement(filters, scope)):
        sheet.record(participation_values(row, filters.as_of, sheet.language, history))
        counted.by_topic[row.topic_id] += 1
        counted.imported += row.source == Source.IMPORTED.value
        if row.employed:
            counted.reached.add(row.person_id)
    counted.rows = sheet.close()
    return counted


def participation_statement(filters: Filters, scope: Scope) -> Select[*tuple[Any, ...]]:
    """The rows of the sheet in their order."""
    taken = participations(filters.as_of)
    statement: Select[*tuple[Any, ...]] = (
        select(
            *attainment_person.SELECTED,
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
            employed(filters.as_of).label("employed"),
        )
        .select_from(taken)
        .join(Person, Person.id == taken.c.person_id)
        .join(Course, Course.id == taken.c.course_id)
        .join(Topic, Topic.id == Course.topic_id)
        .outerjoin(Offering, Offering.id == taken.c.offering_id)
        .where(is_staff(), scope.covers(taken.c.person_id, filters.as_of), scope.may_be_named)
        .order_by(
            Person.sort_key,
            Person.id,
            taken.c.day,
            taken.c.source,
            taken.c.enrolment_id,
            taken.c.imported_id,
        )
        .execution_options(yield_per=1000)
    )
    if filters.topic_id is not None:
        statement = statement.where(Course.topic_id == filters.topic_id)
    return statement


def participation_values(
    row: Any, as_of: date, language: str, history: AssignmentHistory
) -> Iterator[Value]:
    """One row of the sheet, a value a column."""
    yield from person_values(row)
    yield from unit_values(history.unit_on(row.person_id, row.day), language)
    yield from unit_values(history.unit_on(row.person_id, as_of), language)
    yield row.code
    yield row.title.in_language(language)
    yield row.topic.in_language(language)
    yield row.number
    yield clock.local_day(row.starts_at) if row.starts_at else None
    yield clock.local_day(row.ends_at) if row.ends_at else None
    yield row.day
    yield sentence(label(row.format), language)
    yield row.teaching_units
    yield sentence(_RESULTS[row.source], language)
    yield sentence(_SOURCES[row.source], language)
