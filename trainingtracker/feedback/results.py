"""Published results: of one form, of a course over time, and the forms somebody may see."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from trainingtracker import settings
from trainingtracker.extensions import db
from trainingtracker.feedback.questions import HIGHEST, HIGHEST_USE
from trainingtracker.models import (
    Course,
    FeedbackAnswer,
    FeedbackForm,
    FeedbackInvitation,
    FeedbackQuestion,
    Offering,
    OfferingTrainer,
)
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import FeedbackKind, QuestionKind, Reading


class FreeText(NamedTuple):
    """What somebody wrote, and what HR has decided about it."""

    id: str
    text: str
    reading: Reading


@dataclass(frozen=True)
class QuestionResult:
    """The answers to one question; `scores` counts them by score.

    `hidden` where so few answered this very question that no numbers are shown.
    """

    kind: QuestionKind
    text: Bilingual
    scores: Counter[int] = field(default_factory=Counter)
    texts: tuple[FreeText, ...] = ()
    hidden: bool = False

    @property
    def number(self) -> int:
        return sum(self.scores.values())

    @property
    def mean(self) -> float | None:
        if self.hidden or not self.number:
            return None
        return sum(score * count for score, count in self.scores.items()) / self.number

    @property
    def possible(self) -> range:
        """The scores from the best to the worst."""
        return range(HIGHEST_USE if self.kind is QuestionKind.USE else HIGHEST, 0, -1)


class FormRow(NamedTuple):
    """A form in the list; `answered` of `invited` once it has been evaluated."""

    id: int
    kind: FeedbackKind
    course_id: int
    course: Bilingual
    offering: str
    ends_at: datetime | None
    closes_on: date
    evaluated_on: date | None
    published: bool
    invited: int
    answered: int
    unread: int


class FormsFound(NamedTuple):
    """A part of the list, and how long all of it is."""

    rows: list[FormRow]
    total: int


class Point(NamedTuple):
    """One offering's answers to a question of its course."""

    form_id: int
    offering: str
    ends_at: datetime | None
    result: QuestionResult


def form_of(form_id: int) -> FeedbackForm | None:
    """A form with its offering and course."""
    return db.session.scalar(
        select(FeedbackForm)
        .where(FeedbackForm.id == form_id)
        .options(
            joinedload(FeedbackForm.offering).joinedload(Offering.course),
            selectinload(FeedbackForm.questions),
        )
    )


def results(form: FeedbackForm, *, all_texts: bool) -> list[QuestionResult]:
    """The published results; texts that HR has not released only with `all_texts`."""
    if not form.published:
        return []
    return _results([form], all_texts=all_texts)[form.id]


def forms(trainer_id: int | None = None, *, limit: int, offset: int = 0) -> FormsFound:
    """The forms, the latest first; with `trainer_id` those of the offerings this person leads."""
    unread = (
        select(func.count(FeedbackAnswer.id))
        .join(FeedbackQuestion, FeedbackQuestion.id == FeedbackAnswer.question_id)
        .where(
            FeedbackQuestion.form_id == FeedbackForm.id,
            FeedbackQuestion.kind == QuestionKind.TEXT,
            FeedbackAnswer.reading == Reading.UNREAD,
            FeedbackForm.published.is_(True),
        )
        .correlate(FeedbackForm)
        .scalar_subquery()
    )
    asked = (
        select(func.count(FeedbackInvitation.id))
        .where(FeedbackInvitation.form_id == FeedbackForm.id)
        .correlate(FeedbackForm)
        .scalar_subquery()
    )
    query = (
        select(
            FeedbackForm.id,
            FeedbackForm.kind,
            Course.id.label("course_id"),
            Course.title.label("course"),
            Offering.number,
            Offering.ends_at,
            FeedbackForm.closes_on,
            FeedbackForm.evaluated_on,
            FeedbackForm.published,
            (FeedbackForm.invited + asked).label("invited"),
            FeedbackForm.answered,
            unread.label("unread"),
        )
        .join(Offering, Offering.id == FeedbackForm.offering_id)
        .join(Course, Course.id == Offering.course_id)
        # A form that nobody was there to answer is none.
        .where(FeedbackForm.evaluated_on.is_(None) | (FeedbackForm.invited > 0))
        .order_by(FeedbackForm.closes_on.desc(), FeedbackForm.id.desc())
    )
    if trainer_id is not None:
        query = query.join(
            OfferingTrainer,
            (OfferingTrainer.offering_id == Offering.id)
            & (OfferingTrainer.person_id == trainer_id),
        )
    total = db.session.scalar(
        select(func.count()).select_from(query.with_only_columns(FeedbackForm.id).subquery())
    )
    found = db.session.execute(query.limit(limit).offset(offset))
    return FormsFound([FormRow._make(row) for row in found], total or 0)


def over_time(course_id: int) -> list[tuple[Bilingual, list[Point]]]:
    """Each question with numbers that the course's offerings were asked, the latest first."""
    published = db.session.scalars(
        select(FeedbackForm)
        .join(FeedbackForm.offering)
        .where(Offering.course_id == course_id, FeedbackForm.published.is_(True))
        .options(joinedload(FeedbackForm.offering), selectinload(FeedbackForm.questions))
        .order_by(Offering.ends_at.desc(), FeedbackForm.id.desc())
    ).all()
    found = _results(published, all_texts=False)
    series: dict[str, tuple[Bilingual, list[Point]]] = {}
    for form in published:
        for result in found[form.id]:
            if result.kind is not QuestionKind.TEXT:
                series.setdefault(result.text.de, (result.text, []))[1].append(
                    Point(form.id, form.offering.number, form.offering.ends_at, result)
                )
    return list(series.values())


def _results(
    forms_found: Iterable[FeedbackForm], *, all_texts: bool
) -> dict[int, list[QuestionResult]]:
    """The results by form id, in two queries."""
    forms_found = list(forms_found)
    minimum = settings.get("feedback_minimum")
    ids = [question.id for form in forms_found for question in form.questions]
    scores: dict[int, Counter[int]] = {each: Counter() for each in ids}
    texts: dict[int, list[FreeText]] = {each: [] for each in ids}
    for given in db.session.scalars(
        select(FeedbackAnswer)
        .where(FeedbackAnswer.question_id.in_(ids))
        .order_by(FeedbackAnswer.id)
    ):
        if given.score is not None:
            scores[given.question_id][given.score] += 1
        elif all_texts or given.reading is Reading.RELEASED:
            texts[given.question_id].append(FreeText(given.id, given.text, given.reading))
    return {
        form.id: [
            QuestionResult(
                question.kind,
                question.text,
                scores[question.id],
                tuple(texts[question.id]),
                hidden=question.kind is not QuestionKind.TEXT
                and scores[question.id].total() < minimum,
            )
            for question in form.questions
        ]
        for form in forms_found
    }
