"""HR edits what participants of a course are asked at the end."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.feedback import questions
from trainingtracker.models import Course
from trainingtracker.web.access import HR, access
from trainingtracker.web.conflicts import Change
from trainingtracker.web.feedback.feedback_form import QuestionsForm, shown
from trainingtracker.web.rows import changed_rows

BLUEPRINT = Blueprint("course_questions", __name__, url_prefix="/planning/courses")
Answer = str | tuple[str, int] | Response


@BLUEPRINT.route("/<int:course_id>/questions", methods=["GET", "POST"])
@access(HR)
def edit(course_id: int) -> Answer:
    course = _course(course_id)
    if request.method == "GET":
        return _page(course, _stored_form(course_id))
    form = QuestionsForm()
    if changed_rows(form, "questions"):
        return _page(course, form)
    if not form.validate():
        return _page(course, form), 422
    try:
        questions.save_questions(course_id, form.facts(), form.seen_version)
    except RuleViolation as violation:
        changes = form.not_saved(violation, lambda: _stored_form(course_id))
        return _page(_course(course_id), form, changes), violation.status_code
    return _saved(course_id, _("The questions are saved. Forms that open from now on ask them."))


@BLUEPRINT.post("/<int:course_id>/questions/usual")
@access(HR)
def usual(course_id: int) -> Response:
    """Go back to the usual questions."""
    _course(course_id)
    stored = questions.questions_of(course_id)
    questions.save_questions(course_id, questions.USUAL, questions.version(stored))
    return _saved(course_id, _("The course asks the usual questions again."))


def _saved(course_id: int, sentence: str) -> Response:
    db.session.commit()
    flash(sentence, "success")
    return redirect(url_for("course_questions.edit", course_id=course_id), 303)


def _course(course_id: int) -> Course:
    return db.session.get(Course, course_id) or abort(404)


def _stored_form(course_id: int) -> QuestionsForm:
    """The form as it shows what is stored, whatever was sent."""
    stored = questions.questions_of(course_id)
    return QuestionsForm(None, data=shown(stored)).of_version(questions.version(stored))


def _page(course: Course, form: QuestionsForm, changes: list[Change] | None = None) -> str:
    return render_template(
        "feedback/questions.html",
        course=course,
        form=form,
        changes=changes or [],
        own=bool(questions.own_questions(course.id)),
    )
