"""What feedback has come to: HR sees all of it, trainers that of the offerings they lead."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingtracker import settings
from trainingtracker.accounts.permissions import can_run_offering
from trainingtracker.extensions import db
from trainingtracker.feedback import publishing, results
from trainingtracker.models import Course, FeedbackForm
from trainingtracker.vocabulary import Reading
from trainingtracker.web import arguments
from trainingtracker.web.access import HR, TRAINER_OR_HR, access
from trainingtracker.web.arguments import sent_member
from trainingtracker.web.feedback.feedback_form import SCALE, USE
from trainingtracker.web.paging import Page
from trainingtracker.web.requests import current_actor

BLUEPRINT = Blueprint("feedback_results", __name__, url_prefix="/feedback")


@BLUEPRINT.get("/results")
@access(TRAINER_OR_HR)
def listing() -> str:
    actor, window = current_actor(), arguments.window()
    found = results.forms(
        None if actor.is_hr else actor.person_id, limit=window.limit, offset=window.offset
    )
    return render_template(
        "feedback/listing.html",
        page=Page(found.rows, found.total, window.number),
        is_hr=actor.is_hr,
    )


@BLUEPRINT.get("/results/<int:form_id>")
@access(TRAINER_OR_HR)
def show(form_id: int) -> str:
    form, is_hr = _form(form_id), current_actor().is_hr
    return render_template(
        "feedback/results.html",
        form=form,
        results=results.results(form, all_texts=is_hr),
        is_hr=is_hr,
        minimum=settings.get("feedback_minimum"),
        scale=SCALE,
        use=USE,
    )


@BLUEPRINT.post("/results/<int:form_id>/texts/<answer_id>")
@access(HR)
def decide(form_id: int, answer_id: str) -> Response:
    """Release a free text to the trainer, or keep it back."""
    _form(form_id)
    reading = sent_member("reading", Reading)
    if reading is None:
        abort(422)
    publishing.decide_about_text(form_id, answer_id, current_actor(), reading)
    db.session.commit()
    if reading is Reading.RELEASED:
        flash(_("The text is released. The trainer can read it."), "success")
    else:
        flash(_("The text is kept back. The trainer does not see it."), "success")
    return redirect(url_for("feedback_results.show", form_id=form_id) + f"#text-{answer_id}", 303)


@BLUEPRINT.get("/courses/<int:course_id>")
@access(HR)
def course(course_id: int) -> str:
    """The published results of a course over time."""
    found = db.session.get(Course, course_id) or abort(404)
    return render_template(
        "feedback/course.html",
        course=found,
        series=results.over_time(course_id),
        minimum=settings.get("feedback_minimum"),
    )


def _form(form_id: int) -> FeedbackForm:
    """The form, where its offering is the reader's to run; 404 otherwise."""
    form = results.form_of(form_id)
    if form is None or not can_run_offering(current_actor(), form.offering_id):
        abort(404)
    return form
