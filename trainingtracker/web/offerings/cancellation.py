"""Cancelling an offering: who is told and who comes along to another date is shown before."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response
from wtforms import HiddenField, RadioField, SelectChoice, TextAreaField

from trainingtracker.catalogue import availability
from trainingtracker.catalogue.closest_dates import closest_dates
from trainingtracker.enrolment.changes.cancellation import Cancellation, cancel_offering, preview
from trainingtracker.errors import RuleViolation, StaleVersion
from trainingtracker.extensions import db
from trainingtracker.lines import Lines
from trainingtracker.models import Offering
from trainingtracker.privacy import log_access
from trainingtracker.vocabulary import AccessKind, OfferingStatus
from trainingtracker.web.access import HR, access
from trainingtracker.web.arguments import whole
from trainingtracker.web.enrolment.transfer import dates_of
from trainingtracker.web.filters import number
from trainingtracker.web.forms import PageForm, at_most, required, stripped
from trainingtracker.web.offerings.roster import offering_to_run
from trainingtracker.web.requests import current_actor

BLUEPRINT = Blueprint(
    "cancellation", __name__, url_prefix="/offerings/<int:offering_id>/cancellation"
)
Answer = str | tuple[str, int] | Response
# People are carried over to a date close by: so many are offered.
_CLOSEST = 20


class CancellationForm(PageForm):
    text = TextAreaField(_l("Message"), [required(), at_most(5000)], filters=[stripped])
    carry_to = RadioField(_l("Other date"), validate_choice=False, default="")
    seen = HiddenField()

    def __init__(self, dates: Lines[Offering], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown, self.dates = len(dates), dates.total
        places = availability.of_offerings(date.id for date in dates)
        self.carry_to.choices = [SelectChoice("", _("Nobody is carried over"))] + [
            SelectChoice(
                str(date.id),
                _(
                    "%(dates)s, %(number)s of %(total)s places free",
                    dates=dates_of(date),
                    number=number(places[date.id].free),
                    total=number(places[date.id].max_places),
                ),
            )
            for date in dates
        ]

    @property
    def target(self) -> int | None:
        return whole(self.carry_to.data)


@BLUEPRINT.get("")
@access(HR)
def show(offering_id: int) -> Answer:
    offering = offering_to_run(offering_id)
    if offering.status is OfferingStatus.CANCELLED:
        return _cancelled_already(offering_id)
    return _page(offering, CancellationForm(closest_dates(offering, _CLOSEST), None))


@BLUEPRINT.post("")
@access(HR)
def cancel(offering_id: int) -> Answer:
    """Show what would happen; with `step=do` do it, as long as that has not changed."""
    offering = offering_to_run(offering_id)
    if offering.status is OfferingStatus.CANCELLED:
        return _cancelled_already(offering_id)
    form = CancellationForm(closest_dates(offering, _CLOSEST))
    if not form.validate():
        return _page(offering, form), 422
    if request.form.get("step") != "do":
        return _previewed(offering, form)
    try:
        done = cancel_offering(
            offering_id,
            current_actor(),
            form.text.data,
            carry_to=form.target,
            seen=form.seen.data or None,
        )
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        offering = offering_to_run(offering_id)
        if isinstance(violation, StaleVersion):
            return _previewed(offering, form, 409)
        return _page(offering, form), violation.status_code
    told = len(done.lines)
    db.session.commit()
    flash(
        ngettext(
            "The offering is cancelled. %(number)s person enrolled is told.",
            "The offering is cancelled. %(number)s people enrolled are told.",
            told,
            number=number(told),
        ),
        "success",
    )
    return redirect(url_for("roster.show", offering_id=form.target or offering_id), 303)


def _cancelled_already(offering_id: int) -> Response:
    flash(_("This offering has been cancelled already."), "info")
    return redirect(url_for("roster.show", offering_id=offering_id), 303)


def _previewed(offering: Offering, form: CancellationForm, status: int = 200) -> Answer:
    offering_id = offering.id
    try:
        found = preview(offering_id, current_actor(), carry_to=form.target)
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        return _page(offering_to_run(offering_id), form), violation.status_code
    db.session.rollback()
    form.seen.data = found.seen
    return _page(offering_to_run(offering_id), form, found), status


def _page(offering: Offering, form: CancellationForm, found: Cancellation | None = None) -> str:
    log_access(
        AccessKind.ROSTER,
        actor_id=current_actor().person_id,
        row_count=len(found.lines) if found else 0,
        filters={"offering": offering.id},
    )
    return render_template(
        "cancellation/show.html",
        offering=offering,
        form=form,
        found=found,
    )
