"""Numbers for everybody: how many have been reached, as HR has published it."""

from datetime import date
from typing import NamedTuple

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingtracker import clock, settings
from trainingtracker.attainment import released
from trainingtracker.attainment.reach import ANY
from trainingtracker.catalogue import topics
from trainingtracker.clock import local_day
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.reports import correcting, publishing
from trainingtracker.reports.registry import reports_for
from trainingtracker.text import Bilingual, mark
from trainingtracker.web import arguments
from trainingtracker.web.access import HR, SIGNED_IN, access
from trainingtracker.web.requests import current_actor

BLUEPRINT = Blueprint("released", __name__, url_prefix="/released")


@BLUEPRINT.get("")
@access(SIGNED_IN)
def show() -> str:
    found = released.releases()
    asked = arguments.day("as_of")
    chosen = next((each for each in found if each.as_of == asked), found[0] if found else None)
    if asked is not None and chosen is not None and chosen.as_of != asked:
        abort(404)
    return render_template(
        "dashboard/released.html",
        releases=found,
        chosen=chosen,
        rows=released.rows_of(chosen) if chosen else [],
        topics=topics.in_order(),
        any=ANY,
        smallest=settings.get("small_group"),
        to_release=released.to_release() if current_actor().is_hr else [],
        statistics=_statistics(),
        statistics_for=[
            report for report in reports_for(current_actor()) if "published" in report.takes
        ],
        years_to_publish=publishing.to_publish() if current_actor().is_hr else [],
    )


class _OfAYear(NamedTuple):
    """A release of the annual statistics on the list; one that was replaced says when."""

    year: int
    as_of: date
    number: int
    day: date
    replaced_on: date | None
    reason: Bilingual
    can_be_corrected: bool


def _statistics() -> list[_OfAYear]:
    by_hr, later = current_actor().is_hr, dict[date, date]()
    found = []
    for each in publishing.all_releases():
        day, replaced_on = local_day(each.released_at), later.get(each.as_of)
        found.append(
            _OfAYear(
                each.as_of.year,
                each.as_of,
                each.number,
                day,
                replaced_on,
                each.reason,
                by_hr and replaced_on is None and correcting.can_be_corrected(each),
            )
        )
        later[each.as_of] = day
    return found


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
