"""Feedback forms as they stand after a course: open with invitations, or published."""

from datetime import timedelta

from tests.cast import stored
from trainingtracker import clock
from trainingtracker.feedback.questions import USUAL
from trainingtracker.models import (
    Enrolment,
    FeedbackAnswer,
    FeedbackForm,
    FeedbackInvitation,
    FeedbackQuestion,
    Offering,
)
from trainingtracker.vocabulary import FeedbackKind, QuestionKind


def an_open_form(offering: Offering, *enrolments: Enrolment) -> FeedbackForm:
    """The usual questions, open for three weeks."""
    form = _form(offering, closes_in=21)
    for enrolment in enrolments:
        stored(FeedbackInvitation(form_id=form.id, enrolment_id=enrolment.id))
    return form


def a_published_form(offering: Offering, answers: int = 6, score: int = 4) -> FeedbackForm:
    """Everybody chose the same score and wrote a text."""
    form = _form(offering, closes_in=-1)
    form.evaluated_on, form.published = clock.today(), True
    form.invited, form.answered = answers + 2, answers
    for question in form.questions:
        for number in range(answers):
            if question.kind is QuestionKind.TEXT:
                stored(FeedbackAnswer(question_id=question.id, text=f"Text {number}"))
            else:
                stored(FeedbackAnswer(question_id=question.id, score=score))
    return form


def _form(offering: Offering, closes_in: int) -> FeedbackForm:
    today = clock.today()
    form = FeedbackForm(
        offering_id=offering.id,
        kind=FeedbackKind.AFTER,
        opened_on=today,
        closes_on=today + timedelta(days=closes_in),
    )
    form.questions = [
        FeedbackQuestion(position=number, kind=q.kind, text_de=q.text.de, text_en=q.text.en)
        for number, q in enumerate(USUAL, 1)
    ]
    return stored(form)
