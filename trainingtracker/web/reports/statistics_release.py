"""HR publishes the annual statistics of a year: what that shows, asked once."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingtracker import settings
from trainingtracker.extensions import db
from trainingtracker.reports import publishing
from trainingtracker.web.access import HR, access
from trainingtracker.web.requests import current_actor

BLUEPRINT = Blueprint("statistics_release", __name__, url_prefix="/released/statistics")


@BLUEPRINT.get("/<int:past_year>")
@access(HR)
def show(past_year: int) -> str:
    return render_template(
        "dashboard/statistics_release.html",
        year=str(past_year),
        found=publishing.prospect(past_year),
        smallest=settings.get("small_group"),
    )


@BLUEPRINT.post("/<int:past_year>")
@access(HR)
def publish(past_year: int) -> Response:
    """A second press finds the statistics published and says so."""
    publishing.publish(past_year, released_by=current_actor().person_id)
    db.session.commit()
    flash(_("The statistics of %(year)s are published.", year=str(past_year)), "success")
    return redirect(url_for("released.show"), 303)
