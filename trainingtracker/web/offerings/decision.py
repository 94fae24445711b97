"""An offering below its minimum: hold it all the same, or go on to cancelling it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingtracker import clock
from trainingtracker.catalogue import availability, offering_list
from trainingtracker.enrolment.changes import minimum
from trainingtracker.extensions import db
from trainingtracker.vocabulary import OfferingStage
from trainingtracker.web.access import HR, access
from trainingtracker.web.offerings.roster import offering_to_run
from trainingtracker.web.requests import current_actor

BLUEPRINT = Blueprint("decision", __name__, url_prefix="/offerings/<int:offering_id>/decision")


@BLUEPRINT.get("")
@access(HR)
def show(offering_id: int) -> str:
    offering = offering_to_run(offering_id)
    stage = offering_list.stage(offering.status, offering.starts_at, offering.ends_at)
    places = availability.of_offering(offering_id)
    return render_template(
        "decision/show.html",
        offering=offering,
        places=places,
        open=stage is OfferingStage.UPCOMING and places.below_minimum,
        today=clock.today(),
    )


@BLUEPRINT.post("")
@access(HR)
def hold(offering_id: int) -> Response:
    offering_to_run(offering_id)
    minimum.hold(offering_id, current_actor())
    db.session.commit()
    flash(
        _("The offering takes place. It is not shown on the desk as too small any more."), "success"
    )
    return redirect(url_for("roster.show", offering_id=offering_id), 303)
