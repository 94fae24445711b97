"""Approvals: what waits for the reader's decision."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from trainingtracker import text
from trainingtracker.accounts.permissions import can_approve
from trainingtracker.enrolment import operations
from trainingtracker.enrolment.queries import approvals as queries
from trainingtracker.enrolment.queries.deciders import names_of
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment
from trainingtracker.privacy import log_access
from trainingtracker.vocabulary import AccessKind, Status
from trainingtracker.web import arguments
from trainingtracker.web.access import MANAGER_OR_HR, access
from trainingtracker.web.external_to_decide import external_to_decide
from trainingtracker.web.forms import PageForm, at_most, required, stripped
from trainingtracker.web.paging import Page, page_number
from trainingtracker.web.requests import current_actor, leadership, reader_language

BLUEPRINT = Blueprint("approvals", __name__)
_PAGE_SIZE = 20


class DeclineForm(PageForm):
    reason = TextAreaField(_l("Reason"), [required(), at_most(1000)], filters=[stripped])


@BLUEPRINT.get("/approvals")
@access(MANAGER_OR_HR)
def waiting() -> str:
    actor = current_actor()
    window = arguments.Window(page_number(request.args.get("page")), _PAGE_SIZE)
    rows, total = queries.waiting_for(actor, leadership(), limit=window.limit, offset=window.offset)
    if rows:
        log_access(
            AccessKind.TEAM,
            actor_id=actor.person_id,
            row_count=len(rows),
            filters={"page": "approvals"},
        )
    return render_template(
        "approvals/waiting.html",
        page=Page(rows, total, window.number, window.limit),
        names=names_of(row.in_place_of_id for row in rows),
        external_to_decide=external_to_decide(actor),
    )


@BLUEPRINT.post("/approvals/<int:enrolment_id>/approval")
@access(MANAGER_OR_HR)
def approve(enrolment_id: int) -> Response:
    name = _decidable(enrolment_id).person.full_name
    try:
        enrolment = operations.approve(enrolment_id, current_actor())
    except RuleViolation as violation:
        return _not_possible(violation)
    db.session.commit()
    if enrolment.status is Status.CONFIRMED:
        flash(_("Approved: %(name)s has a place.", name=name), "success")
    else:
        flash(_("Approved: no place is free, %(name)s is on the waiting list.", name=name), "info")
    return redirect(url_for("approvals.waiting"), 303)


@BLUEPRINT.route("/approvals/<int:enrolment_id>/refusal", methods=["GET", "POST"])
@access(MANAGER_OR_HR)
def decline(enrolment_id: int) -> Response | str | tuple[str, int]:
    enrolment = _decidable(enrolment_id)
    form = DeclineForm()
    try:
        operations.check_undecided(enrolment)
    except RuleViolation as violation:
        return _not_possible(violation)
    if request.method == "GET":
        return render_template("approvals/decline.html", form=form, enrolment=enrolment)
    if not form.validate():
        return render_template("approvals/decline.html", form=form, enrolment=enrolment), 422
    name = enrolment.person.full_name
    try:
        operations.decline(enrolment_id, current_actor(), form.reason.data or "")
    except RuleViolation as violation:
        return _not_possible(violation)
    db.session.commit()
    flash(_("Declined: %(name)s will be told with your reason.", name=name), "success")
    return redirect(url_for("approvals.waiting"), 303)


def _decidable(enrolment_id: int) -> Enrolment:
    """The enrolment, where the reader decides about this person; otherwise it does not exist."""
    enrolment = db.session.get(Enrolment, enrolment_id)
    if enrolment is None or not can_approve(current_actor(), enrolment, leadership()):
        abort(404)
    return enrolment


def _not_possible(violation: RuleViolation) -> Response:
    """Back to the list, which shows how things stand now, with the sentence of the rule."""
    db.session.rollback()
    flash(text.sentence(violation.message, reader_language(), **violation.values), "warning")
    return redirect(url_for("approvals.waiting"), 303)
