"""Deciding on requests for trainings outside the catalogue: the manager's page, then HR's."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingtracker import text
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.external import decisions, states
from trainingtracker.external.queries import reading
from trainingtracker.vocabulary import ExternalStatus
from trainingtracker.web import arguments
from trainingtracker.web.access import MANAGER_OR_HR, access
from trainingtracker.web.external.external import known
from trainingtracker.web.external.external_form import ReasonForm
from trainingtracker.web.requests import current_actor, reader_language

BLUEPRINT = Blueprint("external_decisions", __name__)


@BLUEPRINT.post("/external-trainings/<int:training_id>/approval")
@access(MANAGER_OR_HR)
def approve(training_id: int) -> Response:
    name, seen = _decider(training_id).training.person.full_name, _seen()
    try:
        decisions.approve(training_id, current_actor(), seen)
    except RuleViolation as violation:
        return _not_possible(training_id, violation)
    db.session.commit()
    if seen is ExternalStatus.REQUESTED:
        flash(_("Approved. Now HR decides on the request of %(name)s.", name=name), "success")
    else:
        flash(_("Approved. %(name)s gets a message.", name=name), "success")
    return _back(training_id, seen)


@BLUEPRINT.route("/external-trainings/<int:training_id>/refusal", methods=["GET", "POST"])
@access(MANAGER_OR_HR)
def decline(training_id: int) -> Response | str | tuple[str, int]:
    page, form = _decider(training_id), ReasonForm()
    training = page.training
    if not form.is_submitted():
        if training.status not in states.UNDECIDED:
            flash(_("This request has been decided or taken back in the meantime."), "warning")
            return redirect(url_for("external.show", training_id=training_id), 303)
        return render_template("external/decline.html", form=form, training=training)
    if not form.validate():
        return render_template("external/decline.html", form=form, training=training), 422
    name, seen = training.person.full_name, _seen()
    try:
        decisions.decline(training_id, current_actor(), seen, form.reason.data or "")
    except RuleViolation as violation:
        return _not_possible(training_id, violation)
    db.session.commit()
    flash(_("Declined: %(name)s will be told with your reason.", name=name), "success")
    return _back(training_id, seen)


def _decider(training_id: int) -> reading.Page:
    """The training, for readers who are not merely the person or their coordinator."""
    page, actor = known(training_id), current_actor()
    if page.access.own or not (actor.is_hr or page.access.decides):
        abort(404)
    return page


def _seen() -> ExternalStatus:
    return arguments.sent_member("stage", ExternalStatus) or abort(400)


def _back(training_id: int, seen: ExternalStatus) -> Response:
    if current_actor().is_hr or seen is not ExternalStatus.REQUESTED:
        return redirect(url_for("external.show", training_id=training_id), 303)
    return redirect(url_for("approvals.waiting"), 303)


def _not_possible(training_id: int, violation: RuleViolation) -> Response:
    """To the page, which shows how things stand now, with the sentence of the rule."""
    db.session.rollback()
    flash(text.sentence(violation.message, reader_language(), **violation.values), "warning")
    return redirect(url_for("external.show", training_id=training_id), 303)
