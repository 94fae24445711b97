"""Answering a form once, so that nothing stored says who said what."""

from collections.abc import Mapping
from secrets import SystemRandom
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from trainingtracker import clock
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.feedback.questions import HIGHEST, HIGHEST_USE
from trainingtracker.models import (
    Enrolment,
    FeedbackAnswer,
    FeedbackForm,
    FeedbackInvitation,
    FeedbackQuestion,
    Offering,
)
from trainingtracker.text import mark
from trainingtracker.vocabulary import QuestionKind

LONGEST = 2_000
_chance = SystemRandom()


class Standing(NamedTuple):
    """A form as one person finds it: whether they can still answer, or have done so."""

    form: FeedbackForm
    open: bool
    used: bool


def standing(form_id: int, person_id: int) -> Standing | None:
    """How a form stands for somebody; None where it was never theirs."""
    form = db.session.scalar(
        select(FeedbackForm)
        .join(Enrolment, Enrolment.offering_id == FeedbackForm.offering_id)
        .where(FeedbackForm.id == form_id, Enrolment.person_id == person_id)
        .options(
            joinedload(FeedbackForm.offering).joinedload(Offering.course),
            selectinload(FeedbackForm.questions),
        )
    )
    if form is None:
        return None
    invitation = _invitation(form_id, person_id)
    if invitation is None and form.evaluated_on is None:
        return None
    return Standing(
        form, invitation is not None and _is_open(form), invitation is not None and invitation.used
    )


def answer(form_id: int, person_id: int, answers: Mapping[int, int | str]) -> None:
    """Keep somebody's answers by question id, once; what is left out is not answered.

    The answers go into a box that is mixed every time: all that were there are written anew, in a
    new order. Otherwise the database itself would know which of them came with which person.
    """
    # One after the other, so that nobody's answers are missed when the box is mixed.
    form = db.session.get(FeedbackForm, form_id, with_for_update=True, populate_existing=True)
    invitation = _invitation(form_id, person_id)
    if form is None or invitation is None or not _is_open(form):
        raise RuleViolation(
            mark("This form is closed. Thank you all the same; HR is glad to hear from you.")
        )
    if invitation.used:
        raise RuleViolation(mark("You have answered this form already. Each person answers once."))
    given = _checked(form, answers)
    invitation.used = True
    mix(form_id, given)


def mix(form_id: int, new: list[FeedbackAnswer]) -> None:
    """Put new answers among those of a form and write all of them anew in an order of chance."""
    old = db.session.scalars(
        select(FeedbackAnswer)
        .join(FeedbackQuestion, FeedbackQuestion.id == FeedbackAnswer.question_id)
        .where(FeedbackQuestion.form_id == form_id)
    ).all()
    box = new + [
        FeedbackAnswer(
            question_id=each.question_id, score=each.score, text=each.text, reading=each.reading
        )
        for each in old
    ]
    for each in old:
        db.session.delete(each)
    db.session.flush()
    _chance.shuffle(box)
    db.session.add_all(box)
    db.session.flush()


def _is_open(form: FeedbackForm) -> bool:
    return form.evaluated_on is None and clock.today() <= form.closes_on


def _invitation(form_id: int, person_id: int) -> FeedbackInvitation | None:
    return db.session.scalar(
        select(FeedbackInvitation)
        .join(FeedbackInvitation.enrolment)
        .where(FeedbackInvitation.form_id == form_id, Enrolment.person_id == person_id)
    )


def _checked(form: FeedbackForm, answers: Mapping[int, int | str]) -> list[FeedbackAnswer]:
    given = []
    for question in form.questions:
        said = answers.get(question.id)
        if said is None or said == "":
            continue
        if question.kind is QuestionKind.TEXT:
            given.append(FeedbackAnswer(question_id=question.id, text=_text(said)))
        else:
            given.append(FeedbackAnswer(question_id=question.id, score=_score(question, said)))
    if not given:
        raise RuleViolation(mark("Please answer at least one question."))
    return given


def _score(question: FeedbackQuestion, said: int | str) -> int:
    highest = HIGHEST_USE if question.kind is QuestionKind.USE else HIGHEST
    if not isinstance(said, int) or not 1 <= said <= highest:
        raise RuleViolation(mark("Please choose one of the answers."))
    return said


def _text(said: int | str) -> str:
    text = str(said).strip()
    if len(text) > LONGEST:
        raise RuleViolation(
            mark("An answer is too long: please use at most %(most)s characters."), most=LONGEST
        )
    return text
