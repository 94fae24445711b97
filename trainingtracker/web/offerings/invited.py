"""Whom an offering was made for: they are told first and may ask before the others."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from trainingtracker import clock
from trainingtracker.enrolment.early import opens_early
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Offering
from trainingtracker.needs import invitations
from trainingtracker.organisation.leadership import units_of
from trainingtracker.privacy import log_access
from trainingtracker.vocabulary import AccessKind
from trainingtracker.web.access import HR, access
from trainingtracker.web.planning.demand import EarlyForm
from trainingtracker.web.requests import current_actor, leadership

BLUEPRINT = Blueprint("invited", __name__, url_prefix="/offerings/<int:offering_id>/invited")
Answer = str | tuple[str, int] | Response


@BLUEPRINT.route("", methods=["GET", "POST"])
@access(HR)
def show(offering_id: int) -> Answer:
    offering = _offering(offering_id)
    form = EarlyForm(data={"early_days": offering.early_days})
    if not form.is_submitted():
        return _page(offering, form)
    if not form.validate():
        return _page(offering, form), 422
    try:
        invitations.change_early_days(offering_id, form.early_days.data, current_actor())
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        return _page(_offering(offering_id), form), violation.status_code
    db.session.commit()
    flash(_("The days are saved."), "success")
    return redirect(url_for("invited.show", offering_id=offering_id), 303)


@BLUEPRINT.post("/<int:person_id>/removal")
@access(HR)
def take_off(offering_id: int, person_id: int) -> Response:
    _offering(offering_id)
    invitations.take_off(offering_id, person_id, current_actor())
    db.session.commit()
    flash(_("The person is not invited any more."), "success")
    return redirect(url_for("invited.show", offering_id=offering_id), 303)


def _offering(offering_id: int) -> Offering:
    found = db.session.get(Offering, offering_id, options=[joinedload(Offering.course)])
    return found or abort(404)


def _page(offering: Offering, form: EarlyForm) -> str:
    people = invitations.invited(offering.id)
    log_access(
        AccessKind.ROSTER,
        actor_id=current_actor().person_id,
        row_count=len(people),
        filters={"offering": offering.id},
    )
    units, tree = units_of([e.person_id for e in people], clock.today()), leadership().tree
    return render_template(
        "demand/invited.html",
        offering=offering,
        form=form,
        people=[(each.person, tree.get(units.get(each.person_id))) for each in people],
        opens=opens_early(offering),
    )
