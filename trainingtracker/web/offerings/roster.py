"""The roster of an offering: participants, waiting list, requests; adding somebody.

HR changes it; trainers of the offering read it.
"""

from collections.abc import Container

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.wrappers import Response
from wtforms import HiddenField

from trainingtracker import clock
from trainingtracker.accounts.permissions import can_run_offering
from trainingtracker.accounts.scopes import people_administered
from trainingtracker.catalogue import availability, offering_list
from trainingtracker.enrolment import operations
from trainingtracker.enrolment.queries import attendance_sheet
from trainingtracker.enrolment.queries.cancelled import cancelled
from trainingtracker.enrolment.queries.reserved_places import reservations
from trainingtracker.enrolment.queries.roster import roster
from trainingtracker.enrolment.waiting.moving_up import waiting_rules
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Offering, OfferingTrainer, Person
from trainingtracker.organisation import people
from trainingtracker.privacy import log_access
from trainingtracker.reports.lists.participants import participant_rows, participants
from trainingtracker.vocabulary import AccessKind, BulkVerb, OfferingStage
from trainingtracker.web.access import HR, TRAINER_OR_HR, access
from trainingtracker.web.approvals.outcomes import added_sentence
from trainingtracker.web.arguments import whole
from trainingtracker.web.downloads import list_workbook
from trainingtracker.web.forms import PageForm, TextField, at_most
from trainingtracker.web.offerings.proxy import preview_page
from trainingtracker.web.requests import current_actor, leadership

BLUEPRINT = Blueprint("roster", __name__, url_prefix="/offerings")
Answer = str | tuple[str, int] | Response


class AddForm(PageForm):
    """Somebody by personnel number or name, or the one chosen among several of that name."""

    who = TextField(_l("Personnel number or name"), [at_most(200)])
    person_id = HiddenField()


@BLUEPRINT.get("/<int:offering_id>")
@access(TRAINER_OR_HR)
def show(offering_id: int) -> str:
    return roster_page(offering_to_run(offering_id))


@BLUEPRINT.get("/<int:offering_id>/participants.xlsx")
@access(TRAINER_OR_HR)
def workbook(offering_id: int) -> FlaskResponse:
    """Everybody on the roster, as the page shows them."""
    offering = offering_to_run(offering_id)
    number, tree, is_hr = offering.number, leadership().tree, current_actor().is_hr
    return list_workbook(
        participants(number, with_email=is_hr),
        lambda language: participant_rows(
            roster(offering_id, tree, clock.today()), language, with_email=is_hr
        ),
    )


@BLUEPRINT.post("/<int:offering_id>/participants")
@access(HR)
def add(offering_id: int) -> Answer:
    """Find who is meant and say what would happen; with `step=do` enrol them."""
    offering = offering_to_run(offering_id)
    form = AddForm()
    if not form.validate():
        return roster_page(offering, form), 422
    person, candidates = _meant(form)
    if person is None:
        if not candidates:
            form.who.errors = [
                _("Nobody of this number or name works here.")
                if form.who.data
                else _("Write a personnel number or a name.")
            ]
        return roster_page(offering, form, candidates), 200 if candidates else 422
    address = url_for("roster.show", offering_id=offering_id)
    try:
        if request.form.get("step") != "do":
            action = url_for("roster.add", offering_id=offering_id)
            return preview_page(offering_id, person.id, action, address)
        enrolment = operations.request_place(offering_id, person.id, current_actor())
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        return roster_page(offering_to_run(offering_id), form), violation.status_code
    sentence = added_sentence(enrolment)
    db.session.commit()
    flash(sentence, "success")
    return redirect(address, 303)


def _meant(form: AddForm) -> tuple[Person | None, list[Person]]:
    """The person meant beyond doubt, by choice or by personnel number; else who could be meant."""
    today = clock.today()
    scope = people_administered(current_actor(), today)
    if chosen := whole(form.person_id.data):
        return people.employed_person(chosen, scope=scope, as_of=today), []
    typed = form.who.data or ""
    found = people.look_up(typed, scope=scope, as_of=today)
    if typed.isdigit() and len(found) == 1:
        return found[0], []
    return None, found


def offering_to_run(offering_id: int) -> Offering:
    """The offering, where it is the actor's to run; 404 otherwise."""
    if not can_run_offering(current_actor(), offering_id):
        abort(404)
    found = db.session.scalar(
        select(Offering)
        .where(Offering.id == offering_id)
        .options(
            joinedload(Offering.course),
            selectinload(Offering.meetings),
            selectinload(Offering.trainers).joinedload(OfferingTrainer.person),
        )
    )
    return found or abort(404)


def roster_page(
    offering: Offering,
    form: AddForm | None = None,
    candidates: list[Person] | None = None,
    *,
    chosen: Container[int] = (),
    refusal: str = "",
) -> str:
    """The roster; `chosen` are ticked, `refusal` says why nothing is done with them."""
    actor, today = current_actor(), clock.today()
    rows = roster(offering.id, leadership().tree, today)
    log_access(
        AccessKind.ROSTER,
        actor_id=actor.person_id,
        row_count=len(rows.everybody),
        filters={"offering": offering.id},
    )
    stage = offering_list.stage(offering.status, offering.starts_at, offering.ends_at)
    return render_template(
        "roster/show.html",
        offering=offering,
        stage=stage,
        cancelled=cancelled(offering.id) if stage is OfferingStage.CANCELLED else None,
        places=availability.of_offering(offering.id),
        roster=rows,
        reserved=reservations([offering], [row.person_id for row in rows.waiting]).get(offering.id),
        rule=waiting_rules([offering])[offering.id],
        recorded=attendance_sheet.recorded(offering.id),
        now=clock.now(),
        form=form or AddForm(None),
        candidates=candidates or [],
        is_hr=actor.is_hr,
        chosen=chosen,
        selection_refusal=refusal,
        bulk_verbs=list(BulkVerb),
        open_for_adding=stage in (OfferingStage.UPCOMING, OfferingStage.RUNNING),
    )
