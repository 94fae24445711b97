"""Numbers for everybody: how many have been reached, as HR has published it."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingtracker import clock, settings
from trainingtracker.attainment import released
from trainingtracker.attainment.reach import ANY
from trainingtracker.catalogue import topics
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.reports.registry import reports_for
from trainingtracker.reports.releases import correcting, published, publishing
from trainingtracker.text import mark
from trainingtracker.web import arguments
from trainingtracker.web.access import HR, SIGNED_IN, access
from trainingtracker.web.requests import current_actor

BLUEPRINT = Blueprint("released", __name__, url_prefix="/released")


@BLUEPRINT.get("")
@access(SIGNED_IN)
def show() -> str:
    by_hr, found = current_actor().is_hr, released.releases()
    asked = arguments.day("as_of")
    chosen = next((each for each in found if each.as_of == asked), found[0] if found else None)
    if asked is not None and chosen is not None and chosen.as_of != asked:
        abort(404)
    statistics = published.as_read(publishing.all_releases())
    return render_template(
        "dashboard/released.html",
        releases=found,
        chosen=chosen,
        rows=released.rows_of(chosen) if chosen else [],
        topics=topics.in_order(),
        any=ANY,
        smallest=settings.get("small_group"),
        to_release=released.to_release() if by_hr else [],
        statistics=statistics,
        to_correct={
            each.release.id
            for each in statistics
            if by_hr and not each.replaced_on and correcting.can_be_corrected(each.release)
        },
        statistics_for=[
            report for report in reports_for(current_actor()) if "published" in report.takes
        ],
        years_to_publish=publishing.to_publish() if by_hr else [],
    )


@BLUEPRINT.post("")
@access(HR)
def publish() -> Response:
    """A second press finds the numbers published and says so."""
    as_of = clock.plausible_day(request.form.get("as_of", ""))
    if as_of is None:
        raise RuleViolation(mark("Only the end of a quarter can be published."))
    publishing.publish_quarter(as_of, released_by=current_actor().person_id)
    db.session.commit()
    flash(_("The numbers are published."), "success")
    return redirect(url_for("released.show", as_of=as_of.isoformat()), 303)
