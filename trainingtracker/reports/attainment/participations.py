"""One row for each participation of staff up to the reference date."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Select, select

from trainingtracker.attainment.assignments import AssignmentHistory
from trainingtracker.attainment.participations import participations
from trainingtracker.attainment.people import employed, is_staff, staff_by_name
from trainingtracker.attainment.status_groups import StatusGroups
from trainingtracker.models import Course, Enrolment, Person
from trainingtracker.reports.attainment import person
from trainingtracker.reports.attainment.person import history_of, unit_values
from trainingtracker.reports.attainment.repeated import Repeated
from trainingtracker.reports.outgoing import batches
from trainingtracker.reports.report import Column, Question, Table, Value
from trainingtracker.reports.selected import ByPeople
from trainingtracker.reports.styles import Kind
from trainingtracker.text import mark

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


def _rows(question: Question) -> ByPeople:
    def values(rows: Iterable[Any], ids: Collection[int]) -> Iterator[Sequence[Value]]:
        groups, history = StatusGroups(question.scope, ids), history_of(question, ids)
        repeated = question.once("repeated", lambda: Repeated(question.language))
        for some in batches(rows):
            repeated.learn(some)
            yield from _values(some, question, history, groups, repeated)

    scope = question.scope
    return ByPeople(
        participation_statement(question),
        values,
        select(Person.id)
        .where(staff_by_name(), scope.covers(Person.id, question.as_of), scope.may_be_named)
        .order_by(Person.sort_key, Person.id),
        partial(participation_statement, question),
    )


def participation_statement(
    question: Question, among: Collection[int] | None = None
) -> Select[*tuple[Any, ...]]:
    """The rows of the table in their order, by name and day; of some people alone, or of all."""
    filters, scope = question.filters, question.scope
    taken = participations(filters.as_of, among, scope.known)
    statement: Select[*tuple[Any, ...]] = (
        select(
            *person.SELECTED,
            taken.c.person_id,
            taken.c.day,
            taken.c.source,
            taken.c.course_id,
            taken.c.offering_id,
            Enrolment.attended_percent,
            Enrolment.certificate_token,
            Course.topic_id,
            employed(filters.as_of, scope.known).label("employed"),
        )
        .select_from(taken)
        .join(Person, Person.id == taken.c.person_id)
        .join(Course, Course.id == taken.c.course_id)
        .outerjoin(Enrolment, Enrolment.id == taken.c.enrolment_id)
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
    rows: Iterable[Any],
    question: Question,
    history: AssignmentHistory,
    groups: StatusGroups,
    repeated: Repeated,
) -> Iterator[tuple[Value, ...]]:
    as_of, language = question.as_of, question.language
    courses, offerings, sources = repeated.courses, repeated.offerings, repeated.sources
    person_id, unit = None, unit_values(None, language)
    for *name, of, day, source, course_id, offering_id, percent, certificate, _, _ in rows:
        if of != person_id:
            # Rows come person by person.
            person_id, unit = of, unit_values(history.unit_on(of, as_of), language)
        named, form, units = courses[course_id]
        held, cost_centre = offerings[offering_id]
        result, source_name = sources[source]
        yield (
            *name,
            *unit_values(history.unit_on(of, day), language),
            *unit,
            groups.group_on(of, day, language),
            *named,
            *held,
            day,
            form,
            units,
            None if percent is None else round(units * percent / 100, 1),
            None if percent is None else percent / 100,
            result,
            certificate,
            cost_centre,
            source_name,
        )


PARTICIPATIONS = Table(
    key="participations",
    title=mark("Participations"),
    columns=COLUMNS,
    about=mark("One row for each participation of staff"),
    rows=_rows,
    label="last_name",
    personal=True,
)
