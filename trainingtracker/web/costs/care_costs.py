"""Costs of care: stated on the page of one's enrolment, decided by HR on one page."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingtracker import text
from trainingtracker.enrolment.presence import care_costs
from trainingtracker.enrolment.queries import one_enrolment
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.lines import Window
from trainingtracker.models import CareCostClaim, Enrolment
from trainingtracker.privacy import log_access
from trainingtracker.vocabulary import AccessKind
from trainingtracker.web import arguments
from trainingtracker.web.access import HR, SIGNED_IN, access
from trainingtracker.web.arguments import whole
from trainingtracker.web.costs.care_costs_form import CareCostsForm
from trainingtracker.web.enrolment.enrolment import enrolment_page
from trainingtracker.web.paging import Page
from trainingtracker.web.requests import current_actor, reader_language

BLUEPRINT = Blueprint("care_costs", __name__)
Answer = str | tuple[str, int] | Response


@BLUEPRINT.post("/enrolments/<int:enrolment_id>/care-costs")
@access(SIGNED_IN)
def state(enrolment_id: int) -> Answer:
    enrolment = _own(enrolment_id)
    form = CareCostsForm()
    if not form.validate():
        return enrolment_page(enrolment, care_costs_form=form), 422
    try:
        claim = care_costs.state(enrolment_id, form.amount.data or 0, current_actor())
    except RuleViolation as violation:
        db.session.rollback()
        enrolment = _own(enrolment_id)
        form.refuse(violation, form.amount if care_costs.can_state(enrolment) else None)
        return enrolment_page(enrolment, care_costs_form=form), violation.status_code
    said = _("Your care costs are stated. HR decides on them.") if claim else _(
        "No care costs are stated any more."
    )  # fmt: skip
    db.session.commit()
    flash(said, "success")
    return redirect(url_for("enrolment.show", enrolment_id=enrolment_id), 303)


@BLUEPRINT.get("/planning/care-costs")
@access(HR)
def listing() -> str:
    page = arguments.window()
    found = care_costs.claims(Window(page.limit, page.offset))
    log_access(
        AccessKind.ROSTER,
        actor_id=current_actor().person_id,
        row_count=len(found.stated) + len(found.decided),
        filters={"list": "care costs"},
    )
    return render_template(
        "care_costs/listing.html",
        claims=found,
        page=Page(found.stated, found.stated.total, page.number),
        own_id=current_actor().person_id,
    )


@BLUEPRINT.post("/planning/care-costs/<int:claim_id>/<any(payment, refusal):verb>")
@access(HR)
def decide(claim_id: int, verb: str) -> Response:
    if db.session.get(CareCostClaim, claim_id) is None:
        abort(404)
    seen = whole(request.form.get("amount")) or 0
    try:
        claim = care_costs.decide(claim_id, current_actor(), paid=verb == "payment", amount=seen)
    except RuleViolation as violation:
        db.session.rollback()
        flash(text.sentence(violation.message, reader_language(), **violation.values), "warning")
        return redirect(url_for("care_costs.listing"), 303)
    name = claim.enrolment.person.full_name
    db.session.commit()
    flash(_("Decided for %(name)s. The person gets a message.", name=name), "success")
    return redirect(url_for("care_costs.listing"), 303)


def _own(enrolment_id: int) -> Enrolment:
    found = one_enrolment.own_enrolment(enrolment_id, current_actor().person_id)
    return found or abort(404)
