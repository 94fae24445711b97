"""What is open today: requests, waiting lists, results that nobody has entered, evidence missing.

It does not depend on the reference date: what was open on another day is not kept.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, literal, null, or_, select, union_all

from trainingtracker import clock
from trainingtracker.attainment.people import in_headcount
from trainingtracker.models import Course, Enrolment, ExternalTraining, Offering, Person
from trainingtracker.reports.attainment import person
from trainingtracker.reports.attainment.person import history_of, person_values, unit_values
from trainingtracker.reports.report import Column, Question, Table, Value
from trainingtracker.reports.selected import Selected
from trainingtracker.reports.styles import Emphasis, Kind, StandsOut
from trainingtracker.text import mark, sentence
from trainingtracker.vocabulary import ExternalStatus, Status

COLUMNS = (
    Column(
        "open",
        mark("What is open"),
        34,
        stands_out=(StandsOut(Emphasis.STRONG, mark("Decision overdue")),),
    ),
    *person.COLUMNS,
    Column("unit", mark("Unit number"), 12),
    Column("unit_name", mark("Unit"), 30),
    Column("course", mark("Course or training"), 46),
    Column("offering", mark("Offering"), 16),
    Column("since", mark("Since"), 12, Kind.DAY),
)
_KINDS = {
    "pending": mark("Decision pending"),
    "overdue": mark("Decision overdue"),
    "waiting": mark("On the waiting list"),
    "offered": mark("Reply to an offered place"),
    "result": mark("Result not entered"),
    "evidence": mark("Evidence missing"),
}


def _statement(question: Question) -> Select[*tuple[Any, ...]]:
    found = union_all(_enrolments(question), _trainings(question)).subquery()
    return (
        select(*person.SELECTED, found)
        .join(Person, Person.id == found.c.person_id)
        .where(
            in_headcount(clock.today()),
            question.scope.covers(Person.id, question.as_of),
            question.scope.may_be_named,
        )
        .order_by(Person.sort_key, Person.id, found.c.since, found.c.kind)
    )


def _enrolments(question: Question) -> Select[*tuple[Any, ...]]:
    ended: ColumnElement[bool] = Offering.ends_at < clock.now()
    kind = case(
        (
            (Enrolment.status == Status.REQUESTED) & Enrolment.escalated_at.is_not(None),
            literal("overdue"),
        ),
        (Enrolment.status == Status.REQUESTED, literal("pending")),
        (Enrolment.status == Status.WAITLISTED, literal("waiting")),
        (Enrolment.status == Status.OFFERED, literal("offered")),
        else_=literal("result"),
    )
    open_ones = or_(
        Enrolment.status.in_((Status.REQUESTED, Status.WAITLISTED, Status.OFFERED)),
        (Enrolment.status == Status.CONFIRMED) & ended,
    )
    since = case(
        (Enrolment.status == Status.CONFIRMED, Offering.ends_at), else_=Enrolment.requested_at
    )
    statement = (
        select(
            Enrolment.person_id.label("person_id"),
            kind.label("kind"),
            Course.title_de.label("title_de"),
            Course.title_en.label("title_en"),
            Offering.number.label("number"),
            since.label("since"),
        )
        .join(Offering, Offering.id == Enrolment.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .where(open_ones)
    )
    if question.filters.topic_id is not None:
        statement = statement.where(Course.topic_id == question.filters.topic_id)
    return statement


def _trainings(question: Question) -> Select[*tuple[Any, ...]]:
    """Trainings outside the catalogue that are over, without a certificate; they have no topic."""
    training = ExternalTraining
    without = training.status.in_((ExternalStatus.APPROVED, ExternalStatus.RETURNED))
    return select(
        training.person_id,
        literal("evidence"),
        training.title,
        training.title,
        null(),
        training.status_since,
    ).where(
        without,
        training.ends_on < clock.today(),
        literal(question.filters.topic_id is None),
    )


def _rows(question: Question) -> Selected:
    def values(rows: Iterable[Any], ids: Collection[int]) -> Iterator[Sequence[Value]]:
        history, today = history_of(question, ids), clock.today()
        for row in rows:
            english = question.language == "en" and row.title_en
            yield (
                sentence(_KINDS[row.kind], question.language),
                *person_values(row),
                *unit_values(history.unit_on(row.person_id, today), question.language),
                row.title_en if english else row.title_de,
                row.number,
                _day(row.since),
            )

    return Selected(_statement(question), values)


def _day(since: datetime) -> Value:
    return clock.local_day(since)


STILL_OPEN = Table(
    key="open",
    title=mark("Open today"),
    columns=COLUMNS,
    rows=_rows,
    about=mark("Requests, waiting lists, results not entered, evidence missing: as of today"),
    label="last_name",
    personal=True,
    shown=lambda question: question.of_now,
)
