"""What participants said at the end of a course, as far as it is published."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from trainingtracker import settings
from trainingtracker.extensions import db
from trainingtracker.models import (
    Course,
    FeedbackAnswer,
    FeedbackForm,
    FeedbackQuestion,
    Offering,
)
from trainingtracker.statistics.offerings import of_topic
from trainingtracker.statistics.span import Span, day_of
from trainingtracker.vocabulary import CourseFormat, FeedbackKind, QuestionKind


class Satisfaction(NamedTuple):
    """The answers to one question of one offering: how many, and the sum of their scores."""

    offering_id: int
    topic_id: int
    format: CourseFormat
    day: date
    answers: int
    score: int


def satisfaction(span: Span, topic_id: int | None = None) -> list[Satisfaction]:
    """The questions with a scale of the published forms, as `feedback/results.py` shows them.

    Those that too few have answered are shown nowhere and left out here. Two queries.
    """
    rows = db.session.execute(
        select(
            Offering.id,
            Course.topic_id,
            Course.format,
            Offering.ends_at,
            func.count(FeedbackAnswer.score),
            func.sum(FeedbackAnswer.score),
        )
        .join(FeedbackQuestion, FeedbackQuestion.id == FeedbackAnswer.question_id)
        .join(FeedbackForm, FeedbackForm.id == FeedbackQuestion.form_id)
        .join(Offering, Offering.id == FeedbackForm.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .where(
            FeedbackForm.kind == FeedbackKind.AFTER,
            FeedbackForm.published.is_(True),
            FeedbackQuestion.kind == QuestionKind.SCALE,
            span.covers,
            *of_topic(topic_id),
        )
        .group_by(
            FeedbackQuestion.id, Offering.id, Course.topic_id, Course.format, Offering.ends_at
        )
        .having(func.count(FeedbackAnswer.score) >= settings.get("feedback_minimum"))
    )
    return [
        Satisfaction(offering_id, topic, kind, day_of(ends_at), answers, int(score or 0))
        for offering_id, topic, kind, ends_at, answers, score in rows
    ]
