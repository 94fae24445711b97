"""One row for each participation of staff up to the reference date."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, select

from trainingtracker.attainment.assignments import AssignmentHistory, unchanged
from trainingtracker.attainment.participations import participations
from trainingtracker.attainment.people import is_staff
from trainingtracker.attainment.status_groups import StatusGroups, group_names
from trainingtracker.models import Course, Enrolment, Person
from trainingtracker.reports.attainment import person
from trainingtracker.reports.attainment.person import history_of, unit_values
from trainingtracker.reports.attainment.repeated import Repeated
from trainingtracker.reports.outgoing import batches
from trainingtracker.reports.report import Column, Question, Table, Value
from trainingtracker.reports.selected import PEOPLE, ByPeople
from trainingtracker.reports.styles import Kind
from trainingtracker.text import mark

# What many rows have in common is looked up once for so many.
_AT_ONCE = 2000
COLUMNS = (
    *person.COLUMNS,
    Column("unit_then", mark("Unit then"), 10),
    Column("unit_then_name", mark("Unit then, name"), 30),
    Column("unit", mark("Unit on the reference date"), 10),
    Column("unit_name", mark("Unit on the reference date, name"), 30),
    Column("status_group", mark("Status group"), 32),
    Column("course", mark("Course"), 9),
    Column("course_title", mark("Course title"), 44),
    Column("topic", mark("Topic"), 24),
    Column("offering", mark("Offering"), 14),
    Column("start", mark("Start"), 16, Kind.MOMENT),
    Column("end", mark("End"), 16, Kind.MOMENT),
    Column("counted_on", mark("Counted on"), 11, Kind.DAY),
    Column("format", mark("Format"), 11),
    Column("teaching_units", mark("Teaching units (45 minutes)"), 13, Kind.COUNT),
    Column("units_attended", mark("Teaching units attended"), 20, Kind.DECIMAL),
    Column("attended", mark("Attended"), 12, Kind.SHARE),
    Column("result", mark("Result"), 15, indent=1),
    Column("certificate_number", mark("Certificate number"), 28),
    Column("cost_centre", mark("Cost centre"), 14),
    Column("source", mark("Source"), 14),
)


def _rows(question: Question) -> ByPeople:
    def values(rows: Iterable[Any], people: Mapping[int, Any]) -> Iterator[Sequence[Value]]:
        titles = question.once("names of status groups", group_names)
        groups = StatusGroups(question.scope, people, titles)
        history = history_of(question, people)
        repeated = question.once("repeated", lambda: Repeated(question.language))
        for some in batches(rows, _AT_ONCE):
            *_, courses, offerings = zip(*some, strict=True)
            repeated.learn(set(courses), set(offerings))
            yield from _values(some, question, people, history, groups, repeated)

    scope = question.scope
    people = (
        select(Person.id, *person.SELECTED)
        .where(is_staff(), scope.covers(Person.id, question.as_of), scope.may_be_named)
        .order_by(Person.sort_key, Person.id)
    )
    return ByPeople(participation_statement(question), values, people, _among_people(question))


def participation_statement(question: Question) -> Select[*tuple[Any, ...]]:
    """The rows of the table in their order, by name and day."""
    as_of, scope = question.as_of, question.scope
    taken = participations(as_of, known=scope.known)
    return (
        _facts(question, taken)
        .join(Person, Person.id == taken.c.person_id)
        .where(is_staff(), scope.covers(taken.c.person_id, as_of), scope.may_be_named)
        .order_by(Person.sort_key, *_in_order(taken))
    )


def _among_people(question: Question) -> Select[*tuple[Any, ...]]:
    """Those of some people, person by person: their names need not be looked up for each row."""
    taken = participations(question.as_of, PEOPLE, question.scope.known)
    return _facts(question, taken).order_by(*_in_order(taken))


def _facts(question: Question, taken: Subquery) -> Select[*tuple[Any, ...]]:
    statement: Select[*tuple[Any, ...]] = (
        select(
            taken.c.person_id,
            taken.c.day,
            taken.c.source,
            Enrolment.attended_percent,
            Enrolment.certificate_token,
            taken.c.course_id,
            taken.c.offering_id,
        )
        .select_from(taken)
        .outerjoin(Enrolment, Enrolment.id == taken.c.enrolment_id)
    )
    if question.filters.topic_id is not None:
        of_topic = select(Course.id).where(Course.topic_id == question.filters.topic_id)
        statement = statement.where(taken.c.course_id.in_(of_topic))
    return statement


def _in_order(taken: Subquery) -> list[ColumnElement[Any]]:
    by = taken.c
    return [by.person_id, by.day, by.source, by.enrolment_id, by.imported_id]


def _values(
    rows: Iterable[Any],
    question: Question,
    people: Mapping[int, Any],
    history: AssignmentHistory,
    groups: StatusGroups,
    repeated: Repeated,
) -> Iterator[tuple[Value, ...]]:
    as_of, language = question.as_of, question.language
    courses, offerings, sources = repeated.courses, repeated.offerings, repeated.sources
    person_id, name, unit = None, (), unit_values(None, language)
    then, group, since, until = unit, None, date.max, date.min
    for of, day, source, percent, certificate, course_id, offering_id in rows:
        if of != person_id:
            # Rows come person by person.
            person_id, (_, *name) = of, people[of]
            unit = unit_values(history.unit_on(of, as_of), language)
            since, until = date.max, date.min
        if not since <= day < until:
            # Hardly anybody's unit or group changes from one row to the next.
            then = unit_values(history.unit_on(of, day), language)
            group = groups.group_on(of, day, language)
            periods = chain(history.periods_of(of), groups.periods_of(of))
            since, until = unchanged(periods, day)
        course, form, units = courses[course_id]
        held, cost_centre = offerings[offering_id]
        result, source_name = sources[source]
        yield (
            *name,
            *then,
            *unit,
            group,
            *course,
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
    counted_by=("topic", "source"),
)
