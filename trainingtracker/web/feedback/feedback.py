"""Giving feedback: the form of a course that one has taken part in."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingtracker import settings
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.feedback import answering
from trainingtracker.feedback.answering import Standing
from trainingtracker.web.access import SIGNED_IN, access
from trainingtracker.web.feedback.feedback_form import AnswerForm
from trainingtracker.web.requests import current_actor

BLUEPRINT = Blueprint("feedback", __name__, url_prefix="/feedback")
Answer = str | tuple[str, int] | Response


@BLUEPRINT.get("/<int:form_id>")
@access(SIGNED_IN)
def show(form_id: int) -> str:
    standing = _standing(form_id)
    return _page(standing, AnswerForm.of(standing.form.questions))


@BLUEPRINT.post("/<int:form_id>")
@access(SIGNED_IN)
def send(form_id: int) -> Answer:
    standing = _standing(form_id)
    if standing.used:
        flash(_("You have answered already. Each person answers once."), "info")
        return redirect(url_for("feedback.show", form_id=form_id), 303)
    form = AnswerForm.of(standing.form.questions)
    if not form.validate():
        return _page(standing, form), 422
    try:
        answering.answer(form_id, current_actor().person_id, form.given(standing.form.questions))
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        return _page(_standing(form_id), form), violation.status_code
    db.session.commit()
    flash(_("Thank you. Your answers are stored without your name."), "success")
    return redirect(url_for("my_training.home"), 303)


def _standing(form_id: int) -> Standing:
    """The form, where the reader took part; for anybody else it does not exist."""
    return answering.standing(form_id, current_actor().person_id) or abort(404)


def _page(standing: Standing, form: AnswerForm) -> str:
    return render_template(
        "feedback/answer.html",
        standing=standing,
        form=form,
        minimum=settings.get("feedback_minimum"),
    )
