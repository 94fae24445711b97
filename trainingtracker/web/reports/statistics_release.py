"""HR publishes the annual statistics of a year, or a correction: what that shows, asked once."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import HiddenField

from trainingtracker import settings
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.reports.registry import REPORTS
from trainingtracker.reports.releases import correcting, publishing
from trainingtracker.reports.rendering.words import shown
from trainingtracker.reports.styles import Kind
from trainingtracker.text import Bilingual
from trainingtracker.web.access import HR, access
from trainingtracker.web.arguments import whole
from trainingtracker.web.forms import PageForm, TextField, at_most, optional, required
from trainingtracker.web.requests import current_actor, reader_language

BLUEPRINT = Blueprint("statistics_release", __name__, url_prefix="/released/statistics")
Answer = str | tuple[str, int] | Response


class CorrectionForm(PageForm):
    """`replaces` is the number of the release that the reader has seen."""

    reason_de = TextField(_l("Reason in German"), [required(), at_most(250)])
    reason_en = TextField(_l("Reason in English"), [optional(), at_most(250)])
    replaces = HiddenField()


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


@BLUEPRINT.get("/<int:past_year>/correction")
@access(HR)
def look(past_year: int) -> str:
    """What a correction would show; nothing has happened yet."""
    found = correcting.prospect(past_year)
    form = CorrectionForm(None)
    form.replaces.data = str(found.replaces.number)
    return _page(past_year, form, found)


@BLUEPRINT.post("/<int:past_year>/correction")
@access(HR)
def correct(past_year: int) -> Answer:
    """A second press finds the correction published and says so."""
    form = CorrectionForm()
    if not form.validate():
        return _page(past_year, form, correcting.prospect(past_year)), 422
    try:
        correcting.correct(
            past_year,
            Bilingual(form.reason_de.data, form.reason_en.data or ""),
            replaces=whole(form.replaces.data) or 0,
            released_by=current_actor().person_id,
        )
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        # Who presses again has seen what there is now.
        found = correcting.prospect(past_year)
        form.replaces.data = str(found.replaces.number)
        return _page(past_year, form, found), violation.status_code
    db.session.commit()
    flash(_("The correction of %(year)s is published.", year=str(past_year)), "success")
    return redirect(url_for("released.show"), 303)


def _page(year: int, form: CorrectionForm, found: correcting.Correction) -> str:
    return render_template(
        "dashboard/statistics_correction.html",
        year=str(year),
        form=form,
        found=found,
        titles={key: report.title for key, report in REPORTS.items()},
        shown=lambda value: shown(value, Kind.COUNT, reader_language()),
        smallest=settings.get("small_group"),
    )
