"""Courses that people have asked for, wait for or have a place in: one row an enrolment."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Select, select

from trainingtracker import clock
from trainingtracker.attainment.people import in_headcount
from trainingtracker.enrolment.states import UNDER_WAY as OPEN
from trainingtracker.labels import label
from trainingtracker.models import Course, Enrolment, Offering, Person
from trainingtracker.reports.attainment import person
from trainingtracker.reports.attainment.person import person_values
from trainingtracker.reports.report import Column, Question, Table, Value
from trainingtracker.reports.selected import Selected
from trainingtracker.reports.styles import Kind
from trainingtracker.text import mark, sentence

COLUMNS = (
    *person.COLUMNS,
    Column("course", mark("Course code"), 12),
    Column("course_title", mark("Course title"), 40),
    Column("offering", mark("Offering"), 16),
    Column("begins_on", mark("Begins on"), 12, Kind.DAY),
    Column("ends_on", mark("Ends on"), 12, Kind.DAY),
    Column("status", mark("Status"), 22),
    Column("requested_on", mark("Requested on"), 12, Kind.DAY),
)


def _rows(question: Question) -> Selected:
    def values(rows: Iterable[Any], _ids: Collection[int]) -> Iterator[Sequence[Value]]:
        language = question.language
        for row in rows:
            yield (
                *person_values(row),
                row.code,
                row.title.in_language(language),
                row.number,
                clock.local_day(row.starts_at) if row.starts_at else None,
                clock.local_day(row.ends_at) if row.ends_at else None,
                sentence(label(row.status), language),
                clock.local_day(row.requested_at),
            )

    return Selected(_statement(question), values)


def _statement(question: Question) -> Select[*tuple[Any, ...]]:
    as_of, scope = question.as_of, question.scope
    statement: Select[*tuple[Any, ...]] = (
        select(
            *person.SELECTED,
            Enrolment.person_id,
            Course.code,
            Course.title,
            Offering.number,
            Offering.starts_at,
            Offering.ends_at,
            Enrolment.status,
            Enrolment.requested_at,
        )
        .select_from(Enrolment)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Offering, Offering.id == Enrolment.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .where(
            Enrolment.status.in_(OPEN),
            in_headcount(as_of),
            scope.covers(Person.id, as_of),
            scope.may_be_named,
        )
        .order_by(Person.sort_key, Person.id, Offering.starts_at, Enrolment.id)
    )
    if question.filters.topic_id is not None:
        statement = statement.where(Course.topic_id == question.filters.topic_id)
    return statement


UNDER_WAY = Table(
    key="under_way",
    title=mark("Under way"),
    columns=COLUMNS,
    rows=_rows,
    note=mark("What has been asked for, is waited for or begins, as it stands now."),
    about=mark("One row for each course under way"),
    label="last_name",
    personal=True,
)
