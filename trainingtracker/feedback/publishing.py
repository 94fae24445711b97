"""After a form has closed: publishing once, from enough answers on; what of the texts is shown."""

from datetime import date

from sqlalchemy import func, select

from trainingtracker import clock, settings
from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.roles import holders
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.feedback.answering import mix
from trainingtracker.models import (
    FeedbackAnswer,
    FeedbackForm,
    FeedbackInvitation,
    FeedbackQuestion,
)
from trainingtracker.notify import feedback_messages
from trainingtracker.text import mark
from trainingtracker.vocabulary import QuestionKind, Reading, Role


def due(today: date) -> list[int]:
    """The forms whose last day is over and that nobody has evaluated."""
    return list(
        db.session.scalars(
            select(FeedbackForm.id)
            .where(FeedbackForm.evaluated_on.is_(None), FeedbackForm.closes_on < today)
            .order_by(FeedbackForm.id)
        )
    )


def evaluate(form_id: int) -> bool:
    """Publish the results of a form that has closed, once; returns whether they are published.

    Fewer answers than the setting says would tell who said what: they are deleted, unread. So are
    the invitations, whatever came of it: who has answered concerns nobody any more.
    """
    form = db.session.get_one(FeedbackForm, form_id, with_for_update=True, populate_existing=True)
    if form.evaluated_on is not None or clock.today() <= form.closes_on:
        return False
    invitations = db.session.scalars(
        select(FeedbackInvitation).where(FeedbackInvitation.form_id == form_id)
    ).all()
    form.invited = len(invitations)
    form.answered = sum(invitation.used for invitation in invitations)
    form.evaluated_on = clock.today()
    form.published = form.answered >= settings.get("feedback_minimum")
    for invitation in invitations:
        db.session.delete(invitation)
    if form.published:
        mix(form_id, [])
        _tell(form)
    else:
        _delete_answers(form_id)
    db.session.flush()
    return form.published


def decide_about_text(form_id: int, answer_id: str, actor: Actor, reading: Reading) -> None:
    """Release a free text to the trainer or keep it back; HR's, after reading it."""
    if not actor.is_hr:
        raise NotAllowed(mark("HR reads the free texts and decides what the trainer gets."))
    found = db.session.scalar(
        select(FeedbackAnswer)
        .join(FeedbackQuestion, FeedbackQuestion.id == FeedbackAnswer.question_id)
        .join(FeedbackForm, FeedbackForm.id == FeedbackQuestion.form_id)
        .where(
            FeedbackAnswer.id == answer_id,
            FeedbackForm.id == form_id,
            FeedbackForm.published.is_(True),
            FeedbackQuestion.kind == QuestionKind.TEXT,
        )
    )
    if found is None:
        raise RuleViolation(mark("This text does not exist any more. Reload the page."))
    found.reading = reading
    db.session.flush()


def _delete_answers(form_id: int) -> None:
    for answer in db.session.scalars(
        select(FeedbackAnswer)
        .join(FeedbackQuestion, FeedbackQuestion.id == FeedbackAnswer.question_id)
        .where(FeedbackQuestion.form_id == form_id)
    ):
        db.session.delete(answer)


def _tell(form: FeedbackForm) -> None:
    """The trainers of the offering, and HR where there is something to read."""
    for trainer in form.offering.trainers:
        feedback_messages.published(form, trainer.person)
    texts = db.session.scalar(
        select(func.count())
        .select_from(FeedbackAnswer)
        .join(FeedbackQuestion, FeedbackQuestion.id == FeedbackAnswer.question_id)
        .where(FeedbackQuestion.form_id == form.id, FeedbackQuestion.kind == QuestionKind.TEXT)
    )
    if texts:
        for person in holders(Role.HR, clock.today()):
            feedback_messages.texts_to_read(form, person)
