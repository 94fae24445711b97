"""Noting interest in a course that has no dates, and withdrawing it."""

from flask import Blueprint, abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingtracker.catalogue.course_page import published_course
from trainingtracker.extensions import db
from trainingtracker.needs import interest
from trainingtracker.web.access import SIGNED_IN, access
from trainingtracker.web.requests import current_actor

BLUEPRINT = Blueprint("interest", __name__, url_prefix="/courses/<int:course_id>/interest")


@BLUEPRINT.post("")
@access(SIGNED_IN)
def note(course_id: int) -> Response:
    _check_published(course_id)
    interest.note_interest(course_id, current_actor().person_id)
    db.session.commit()
    flash(
        _("You are on the interest list. You get a message as soon as there is a date."), "success"
    )
    return redirect(url_for("catalogue.course", course_id=course_id), 303)


@BLUEPRINT.post("/withdrawal")
@access(SIGNED_IN)
def withdraw(course_id: int) -> Response:
    _check_published(course_id)
    interest.withdraw_interest(course_id, current_actor().person_id)
    db.session.commit()
    flash(_("You are not on the interest list any more."), "success")
    return redirect(url_for("catalogue.course", course_id=course_id), 303)


def _check_published(course_id: int) -> None:
    if published_course(course_id) is None:
        abort(404)
