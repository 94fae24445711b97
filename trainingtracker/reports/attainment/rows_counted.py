"""The rows of the long tables, counted by what stands in them: as they went into the workbook, or
where it has none of them, one by one in the statement that fills the table.
"""

from collections import Counter
from collections.abc import Callable

from sqlalchemy import func, select

from trainingtracker.attainment.holdings import expiry_horizon, state_of
from trainingtracker.extensions import db
from trainingtracker.labels import label
from trainingtracker.models import Course, Topic
from trainingtracker.reports.attainment.holdings import HOLDINGS, STATES, holding_statement
from trainingtracker.reports.attainment.participations import (
    PARTICIPATIONS,
    participation_statement,
)
from trainingtracker.reports.attainment.repeated import SOURCES
from trainingtracker.reports.report import Alike, Question, Table
from trainingtracker.text import sentence
from trainingtracker.vocabulary import Basis


def participation_rows(question: Question) -> Alike:
    """By topic and source, in words."""
    return _written(PARTICIPATIONS, question, _participations_on_record)


def holding_rows(question: Question) -> Alike:
    """By state and basis, in words; without rows in the workbook the official ones alone."""
    return _written(HOLDINGS, question, _holdings_on_record)


def _written(table: Table, question: Question, on_record: Callable[[Question], Alike]) -> Alike:
    """None written is a number as well: that is not the time to ask what is on record."""
    if question.written is None or table.key not in question.written.alike:
        return on_record(question)
    return question.written.alike[table.key]


def _participations_on_record(question: Question) -> Alike:
    language, rows = question.language, participation_statement(question).order_by(None).subquery()
    found = db.session.execute(
        select(Topic.title, rows.c.source, func.count())
        .join_from(rows, Course, Course.id == rows.c.course_id)
        .join(Topic, Topic.id == Course.topic_id)
        .group_by(Topic.id, rows.c.source)
    )
    alike: Alike = Counter()
    for title, source, number in found:
        alike[title.in_language(language), sentence(SOURCES[source], language)] += number
    return alike


def _holdings_on_record(question: Question) -> Alike:
    language, horizon = question.language, expiry_horizon(question.as_of)
    rows = holding_statement(question).order_by(None).subquery()
    # By the end of each holding, to be judged here and not by the expression of the totals.
    ends = select(rows.c.until, func.count()).group_by(rows.c.until)
    official = sentence(label(Basis.OFFICIAL), language)
    alike: Alike = Counter()
    for until, number in db.session.execute(ends):
        state = state_of(until, question.as_of, horizon)
        alike[sentence(STATES[state], language), official] += number
    return alike
