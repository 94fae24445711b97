"""Feedback without names: who is invited stands in one table, what was said in another.

Nothing leads from an answer to a person: no key, no time, no order. Answers have random keys, and
on SQLite no row numbers either, which would count them in the order of their arrival.
"""

import secrets
from datetime import date

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trainingtracker.extensions import Model
from trainingtracker.models.columns import BilingualColumns, Key, enum_type
from trainingtracker.models.enrolment import Enrolment
from trainingtracker.models.offering import Offering
from trainingtracker.vocabulary import FeedbackKind, QuestionKind, Reading


class CourseQuestion(Model):
    """A question of the course's own set; a course without any asks the usual ones."""

    __tablename__ = "course_question"

    id: Mapped[Key]
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    position: Mapped[int]
    kind: Mapped[QuestionKind] = mapped_column(enum_type(QuestionKind))
    text_de: Mapped[str] = mapped_column(String(500))
    text_en: Mapped[str] = mapped_column(String(500), default="")
    text = BilingualColumns("text")


class FeedbackForm(Model):
    """The form of one offering, open until the end of `closes_on`.

    Once `evaluated_on` is set nothing changes any more: the results are `published`, or the
    answers were too few and are gone. `invited` and `answered` count from then on.
    """

    __tablename__ = "feedback_form"
    __table_args__ = (UniqueConstraint("offering_id", "kind"),)

    id: Mapped[Key]
    offering_id: Mapped[int] = mapped_column(ForeignKey("offering.id"))
    kind: Mapped[FeedbackKind] = mapped_column(enum_type(FeedbackKind))
    opened_on: Mapped[date]
    closes_on: Mapped[date]
    evaluated_on: Mapped[date | None]
    published: Mapped[bool] = mapped_column(default=False)
    invited: Mapped[int] = mapped_column(default=0)
    answered: Mapped[int] = mapped_column(default=0)

    offering: Mapped[Offering] = relationship()
    questions: Mapped[list["FeedbackQuestion"]] = relationship(
        cascade="all, delete-orphan", order_by="FeedbackQuestion.position"
    )


class FeedbackQuestion(Model):
    """A question as it is asked on one form; later changes of the course's set do not touch it."""

    __tablename__ = "feedback_question"

    id: Mapped[Key]
    form_id: Mapped[int] = mapped_column(ForeignKey("feedback_form.id"), index=True)
    position: Mapped[int]
    kind: Mapped[QuestionKind] = mapped_column(enum_type(QuestionKind))
    text_de: Mapped[str] = mapped_column(String(500))
    text_en: Mapped[str] = mapped_column(String(500), default="")
    text = BilingualColumns("text")


class FeedbackInvitation(Model):
    """Somebody may answer once: `used` says that they have, never when or what.

    Deleted when the form is evaluated.
    """

    __tablename__ = "feedback_invitation"
    __table_args__ = (UniqueConstraint("form_id", "enrolment_id"),)

    id: Mapped[Key]
    form_id: Mapped[int] = mapped_column(ForeignKey("feedback_form.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), index=True)
    used: Mapped[bool] = mapped_column(default=False)

    form: Mapped[FeedbackForm] = relationship()
    enrolment: Mapped[Enrolment] = relationship()


def _random_key() -> str:
    return secrets.token_hex(16)


class FeedbackAnswer(Model):
    """What somebody said to one question; the answers of one person are not tied together."""

    __tablename__ = "feedback_answer"
    __table_args__ = {"sqlite_with_rowid": False}

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=_random_key)
    question_id: Mapped[int] = mapped_column(ForeignKey("feedback_question.id"), index=True)
    score: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text, default="")
    reading: Mapped[Reading] = mapped_column(enum_type(Reading), default=Reading.UNREAD)
