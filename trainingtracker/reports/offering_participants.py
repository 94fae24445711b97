"""The participants of an offering, as far as the reader may name them."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.labels import label
from trainingtracker.models import Course, Enrolment, Offering, Person
from trainingtracker.reports import audiences
from trainingtracker.reports.attainment import person
from trainingtracker.reports.attainment.person import history_of, person_values, unit_values
from trainingtracker.reports.report import Column, Question, Report, Table, Value
from trainingtracker.reports.selected import Selected
from trainingtracker.reports.styles import Kind
from trainingtracker.text import mark, sentence

_COLUMNS = (
    *person.COLUMNS,
    Column("unit_then", mark("Unit then"), 12),
    Column("unit_then_name", mark("Unit then, name"), 40),
    Column("unit", mark("Unit on the reference date"), 12),
    Column("unit_name", mark("Unit on the reference date, name"), 40),
    Column("offering", mark("Offering"), 16),
    Column("course", mark("Course title"), 40),
    Column("begins_at", mark("Begins at"), 16, Kind.MOMENT),
    Column("ends_at", mark("Ends at"), 16, Kind.MOMENT),
    Column("status", mark("Status"), 24),
    Column("requested_on", mark("Requested on"), 12, Kind.DAY),
    Column("attended", mark("Attended"), 12, Kind.SHARE),
)


def _day_of(row: Any, as_of: date) -> date:
    """The day whose unit is the one of then: that on which it began, as far as it has."""
    return min(clock.local_day(row.starts_at), as_of) if row.starts_at else as_of


def _rows(question: Question) -> Selected:
    as_of, scope, language = question.as_of, question.scope, question.language
    statement = (
        select(
            *person.SELECTED,
            Enrolment.person_id,
            Offering.number,
            Course.title,
            Offering.starts_at,
            Offering.ends_at,
            Enrolment.status,
            Enrolment.requested_at,
            Enrolment.attended_percent,
        )
        .select_from(Enrolment)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Offering, Offering.id == Enrolment.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .where(
            # Without an offering there is nobody to show.
            Enrolment.offering_id == (question.filters.offering_id or 0),
            scope.covers(Person.id, as_of),
            scope.may_be_named,
        )
        .order_by(Person.sort_key, Person.id, Enrolment.id)
    )

    def values(rows: Iterable[Any], ids: Collection[int]) -> Iterator[Sequence[Value]]:
        history = history_of(question, ids)
        for row in rows:
            yield (
                *person_values(row),
                *unit_values(history.unit_on(row.person_id, _day_of(row, as_of)), language),
                *unit_values(history.unit_on(row.person_id, as_of), language),
                row.number,
                row.title.in_language(language),
                clock.local(row.starts_at).replace(tzinfo=None) if row.starts_at else None,
                clock.local(row.ends_at).replace(tzinfo=None) if row.ends_at else None,
                sentence(label(row.status), language),
                clock.local_day(row.requested_at),
                None if row.attended_percent is None else row.attended_percent / 100,
            )

    return Selected(statement, values)


PARTICIPANTS = Report(
    key="offering_participants",
    title=mark("Participants of an offering"),
    purpose=mark("Who is enrolled in an offering, with status and attendance."),
    audience=audiences.whoever_sees_names,
    takes=frozenset({"offering_id"}),
    tables=(
        Table(
            key="participants",
            title=mark("Participants"),
            columns=_COLUMNS,
            rows=_rows,
            note=mark("Enter the number of an offering to see who is enrolled."),
            about=mark("One row for each enrolment"),
            label="last_name",
            personal=True,
        ),
    ),
)
