"""Copying an offering to new dates: choose the first day, look at all of it, save it as a draft."""

from dataclasses import replace
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingtracker import settings
from trainingtracker.catalogue import offering_copy, offerings
from trainingtracker.catalogue.offering_facts import OfferingFacts
from trainingtracker.costs import sheets
from trainingtracker.enrolment.rounds.criteria import copy_criteria
from trainingtracker.enrolment.rounds.hearing import closes_too_late
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Offering
from trainingtracker.organisation.people import names_of
from trainingtracker.text import Message
from trainingtracker.web import arguments
from trainingtracker.web.access import HR, access
from trainingtracker.web.filters import local
from trainingtracker.web.offerings.offering_form import OfferingForm, shown
from trainingtracker.web.offerings.offering_series import fingerprint, unseen_conflicts
from trainingtracker.web.offerings.roster import offering_to_run
from trainingtracker.web.offerings.sent_twice import made_before, newest_shown
from trainingtracker.web.requests import current_actor

BLUEPRINT = Blueprint("offering_copy", __name__, url_prefix="/offerings/<int:offering_id>/copy")
Answer = str | tuple[str, int] | Response


@BLUEPRINT.get("")
@access(HR)
def show(offering_id: int) -> Answer:
    offering = offering_to_run(offering_id)
    first, facts = _moved(offering)
    form = _form(facts, typed=False)
    chosen = set(form.trainers.data or ())
    gone = names_of(set(facts.trainer_ids) - chosen)
    wanted = replace(facts, trainer_ids=tuple(chosen))
    return _page(
        offering,
        first,
        form,
        concerns=offering_copy.concerns(wanted),
        shown_conflicts=offering_copy.clashes(wanted),
        gone=sorted(gone.values()),
    )


@BLUEPRINT.post("")
@access(HR)
def save(offering_id: int) -> Answer:
    offering = offering_to_run(offering_id)
    first, facts = _moved(offering)
    form = _form(facts, typed=True)
    if status := form.rows_changed():
        return _page(offering, first, form), status
    if not form.validate():
        return _page(offering, first, form), 422
    wanted = form.facts()
    if made := made_before(wanted):
        return _to_copy(made)
    if conflicts := unseen_conflicts(wanted):
        return _page(offering, first, form, concerns=conflicts, shown_conflicts=conflicts)
    try:
        copy = offerings.create(wanted)
        if copy.in_round:
            copy_criteria(offering_id, copy.id, current_actor())
        sheets.copy_planned(offering_id, copy)
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        return _page(offering_to_run(offering_id), first, form), violation.status_code
    warnings = offering_copy.concerns(wanted, besides=copy.id)
    if late := closes_too_late(copy):
        warnings.append(late)
    db.session.commit()
    return _to_copy(copy, *warnings)


def _to_copy(copy: Offering, *warnings: Message) -> Response:
    flash(_("%(number)s is saved as a draft. Publish it to open enrolment.", number=copy.number),
          "success")  # fmt: skip
    for warning in warnings:
        flash(local(warning), "warning")
    return redirect(url_for("roster.show", offering_id=copy.id), 303)


def _moved(offering: Offering) -> tuple[date | None, OfferingFacts]:
    """The first day asked for, else the one suggested, and the facts moved to it."""
    facts = offerings.facts_of(offering)
    if not facts.meetings:
        return None, facts
    asked = arguments.day("first")
    if asked is None:
        asked = offering_copy.suggested_day(facts)
    return asked, offering_copy.copied(facts, asked)


def _form(facts: OfferingFacts, *, typed: bool) -> OfferingForm:
    """The form of an offering; trainers who can no longer be chosen are left out."""
    stored = replace(facts, trainer_ids=())
    form = OfferingForm(stored=stored) if typed else OfferingForm(
        None, data=shown(facts), stored=stored
    )  # fmt: skip
    if not typed:
        possible = {choice.value for choice in form.trainers.choices or ()}
        form.trainers.data = [each for each in facts.trainer_ids if each in possible]
    return form


def _page(
    offering: Offering,
    first: date | None,
    form: OfferingForm,
    concerns: list[Message] | None = None,
    shown_conflicts: list[Message] | None = None,
    gone: list[str] | None = None,
) -> str:
    return render_template(
        "offerings/copy.html",
        offering=offering,
        first=first,
        form=form,
        concerns=[local(each) for each in concerns or ()],
        conflicts_seen=fingerprint(shown_conflicts or []),
        newest=newest_shown(),
        gone=gone or [],
        sent=request.method == "POST",
        moving_up_stops=settings.get("moving_up_stops"),
    )
