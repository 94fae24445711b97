"""Changing from one date of a course to another one, where a place is free."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice

from trainingtracker import clock, text
from trainingtracker.enrolment import rules
from trainingtracker.enrolment.changes import transfer, unused_places
from trainingtracker.enrolment.changes.transfer import OtherDate
from trainingtracker.enrolment.queries.ways import way_of
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering
from trainingtracker.web.access import SIGNED_IN, access
from trainingtracker.web.arguments import whole
from trainingtracker.web.enrolment.whose_enrolment import changeable, page_of
from trainingtracker.web.filters import number, span
from trainingtracker.web.forms import PageForm, said
from trainingtracker.web.requests import current_actor, reader_language

BLUEPRINT = Blueprint("transfer", __name__, url_prefix="/enrolments/<int:enrolment_id>/transfer")
Answer = str | tuple[str, int] | Response


class TransferForm(PageForm):
    offering_id = RadioField(_l("Other date"), validate_choice=False)

    def __init__(self, dates: list[OtherDate], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offering_id.choices = [
            SelectChoice(str(date.offering.id), _said(date))
            for date in dates
            if date.refusal is None
        ]


def _said(date: OtherDate) -> str:
    offering, places = date.offering, date.places
    free = _(
        "%(number)s of %(total)s places free",
        number=number(places.free),
        total=number(places.max_places),
    )
    return ", ".join(filter(None, (dates_of(offering), offering.meetings[0].venue, free)))


def dates_of(offering: Offering) -> str:
    """The one meeting, or from which day to which the meetings are."""
    first, last = offering.meetings[0], offering.meetings[-1]
    if first is last:
        return span(first.starts_at, first.ends_at)
    days = clock.local_day(first.starts_at), clock.local_day(last.starts_at)
    return text.days(*days, reader_language())


@BLUEPRINT.get("")
@access(SIGNED_IN)
def show(enrolment_id: int) -> Answer:
    enrolment = changeable(enrolment_id)
    return _page(enrolment, _dates(enrolment), None)


@BLUEPRINT.post("")
@access(SIGNED_IN)
def change(enrolment_id: int) -> Answer:
    enrolment = changeable(enrolment_id)
    dates = _dates(enrolment)
    form = TransferForm(dates)
    chosen = whole(form.offering_id.data)
    if chosen is None:
        form.offering_id.errors = [_("Choose one of the dates.")]
        return _page(enrolment, dates, form), 422
    try:
        found = transfer.transfer(enrolment_id, chosen, current_actor())
    except RuleViolation as violation:
        db.session.rollback()
        enrolment = changeable(enrolment_id)
        if (went_to := way_of(enrolment).went_to_id) is not None:
            # A second click: the first one has done it.
            return redirect(page_of(changeable(went_to)), 303)
        form.refuse(violation)
        return _page(enrolment, _dates(enrolment), form), violation.status_code
    found_id, name = found.id, found.person.full_name
    own = found.person_id == current_actor().person_id
    db.session.commit()
    if own:
        flash(_("You have a place on the other date. The old one is given back."), "success")
        return redirect(url_for("enrolment.show", enrolment_id=found_id), 303)
    flash(_("%(name)s has a place on the other date and gets a message.", name=name), "success")
    return redirect(page_of(changeable(found_id)), 303)


def _dates(enrolment: Enrolment) -> list[OtherDate]:
    return transfer.other_dates(enrolment, by_hr=current_actor().is_hr)


def _page(enrolment: Enrolment, dates: list[OtherDate], form: TransferForm | None) -> str:
    refusal = ""
    try:
        transfer.check_may_leave(enrolment, by_hr=current_actor().is_hr)
    except RuleViolation as violation:
        refusal = said(violation)
    late = rules.is_late(enrolment)
    return render_template(
        "transfer/show.html",
        enrolment=enrolment,
        offering=enrolment.offering,
        own=enrolment.person_id == current_actor().person_id,
        back=page_of(enrolment),
        form=form or TransferForm(dates, None),
        refusal=refusal,
        dates_of=dates_of,
        full=[date for date in dates if date.refusal is not None],
        charge=unused_places.possible_charge(enrolment) if late else None,
    )
