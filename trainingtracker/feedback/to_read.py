"""Free texts that HR has yet to read before the trainer gets them."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from trainingtracker.extensions import db
from trainingtracker.lines import Lines, Window
from trainingtracker.models import (
    Course,
    FeedbackAnswer,
    FeedbackForm,
    FeedbackQuestion,
    Offering,
)
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import QuestionKind, Reading


class ToRead(NamedTuple):
    """A published form with so many texts that nobody of HR has decided about."""

    form_id: int
    course: Bilingual
    offering: str
    evaluated_on: date
    texts: int


def to_read(window: Window) -> Lines[ToRead]:
    """The forms, whichever was published first on top; one query."""
    found = db.session.execute(
        select(
            FeedbackForm.id,
            Course.title,
            Offering.number,
            FeedbackForm.evaluated_on,
            func.count(FeedbackAnswer.id),
            func.count().over(),
        )
        .join(FeedbackQuestion, FeedbackQuestion.form_id == FeedbackForm.id)
        .join(FeedbackAnswer, FeedbackAnswer.question_id == FeedbackQuestion.id)
        .join(Offering, Offering.id == FeedbackForm.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .where(
            FeedbackForm.published.is_(True),
            FeedbackQuestion.kind == QuestionKind.TEXT,
            FeedbackAnswer.reading == Reading.UNREAD,
        )
        .group_by(
            FeedbackForm.id, Course.title_de, Course.title_en, Offering.number,
            FeedbackForm.evaluated_on,
        )
        .order_by(FeedbackForm.evaluated_on, FeedbackForm.id)
        .limit(window.limit)
        .offset(window.offset)
    ).all()  # fmt: skip
    return Lines((ToRead._make(row[:-1]) for row in found), found[0][-1] if found else 0)
