"""Asking for a place, one's own enrolment, withdrawing."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice

from trainingtracker import labels, text
from trainingtracker.catalogue import availability
from trainingtracker.enrolment import operations, rules
from trainingtracker.enrolment.approval import reminders
from trainingtracker.enrolment.changes.unused_places import possible_charge
from trainingtracker.enrolment.queries import my_training, one_enrolment
from trainingtracker.enrolment.queries.deciders import awaited_names
from trainingtracker.enrolment.queries.reserved_places import reservations
from trainingtracker.enrolment.queries.waiting_story import waiting_story
from trainingtracker.enrolment.queries.ways import way_of
from trainingtracker.enrolment.rounds import criteria
from trainingtracker.enrolment.states import UNDER_WAY
from trainingtracker.enrolment.waiting import offers
from trainingtracker.enrolment.waiting.moving_up import waiting_rules
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering
from trainingtracker.vocabulary import OfferingStatus, Status, WithdrawalReason
from trainingtracker.web.access import SIGNED_IN, access
from trainingtracker.web.attendance.check_in_form import CheckInForm, offered_to
from trainingtracker.web.costs.care_costs_form import CareCostsForm, offered_claim
from trainingtracker.web.enrolment.catalogue import course_page_of
from trainingtracker.web.forms import PageForm
from trainingtracker.web.requests import current_actor, leadership, reader_language

BLUEPRINT = Blueprint("enrolment", __name__)


class WithdrawalForm(PageForm):
    reason = RadioField(_l("Reason"))


@BLUEPRINT.post("/offerings/<int:offering_id>/enrolments")
@access(SIGNED_IN)
def request_place(offering_id: int) -> Response | tuple[str, int]:
    actor = current_actor()
    try:
        enrolment = operations.request_place(offering_id, actor.person_id, actor)
    except RuleViolation as violation:
        db.session.rollback()
        offering = db.session.get(Offering, offering_id)
        if offering is None or offering.status is OfferingStatus.DRAFT:
            abort(404)
        course_id = offering.course_id
        if mine := my_training.in_course(actor.person_id, course_id).get(offering_id):
            flash(_("You have asked for this place already. This is where you stand."), "info")
            return redirect(url_for("enrolment.show", enrolment_id=mine.id), 303)
        refusal = text.sentence(violation.message, reader_language(), **violation.values)
        return course_page_of(course_id, refusal), violation.status_code
    said, enrolment_id = _what_happened(enrolment), enrolment.id
    db.session.commit()
    flash(*said)
    return redirect(url_for("enrolment.show", enrolment_id=enrolment_id), 303)


@BLUEPRINT.get("/enrolments/<int:enrolment_id>")
@access(SIGNED_IN)
def show(enrolment_id: int) -> str:
    return enrolment_page(_own(enrolment_id))


def enrolment_page(
    enrolment: Enrolment,
    check_in_form: CheckInForm | None = None,
    care_costs_form: CareCostsForm | None = None,
) -> str:
    """The page of one's own enrolment, with what was typed on it and refused."""
    claim = offered_claim(enrolment)
    return render_template(
        "enrolment/show.html",
        enrolment=enrolment,
        details=one_enrolment.details(enrolment),
        awaited=awaited_names(enrolment, leadership()) if enrolment.awaiting else (),
        since=reminders.began(enrolment),
        rule=waiting_rules([enrolment.offering])[enrolment.offering_id],
        round_criteria=criteria.published(
            [enrolment.offering_id]
            if enrolment.status is Status.REQUESTED and enrolment.offering.in_round
            else (),
            leadership().tree,
        ).get(enrolment.offering_id),
        story=waiting_story(enrolment) if enrolment.status is Status.WAITLISTED else None,
        reserved=(
            reservations([enrolment.offering], [enrolment.person_id]).get(enrolment.offering_id)
            if enrolment.status is Status.WAITLISTED
            else None
        ),
        can_withdraw=enrolment.status in UNDER_WAY and not _begun_with_place(enrolment),
        late=rules.is_late(enrolment),
        begun=rules.has_begun(enrolment.offering),
        way=way_of(enrolment),
        check_in=offered_to(enrolment),
        check_in_form=check_in_form or CheckInForm(None),
        care_costs=claim,
        care_costs_form=care_costs_form
        or CareCostsForm(None, data={"amount": claim.claim.amount if claim.claim else 0}),
        form=check_in_form or care_costs_form,
    )


@BLUEPRINT.post("/enrolments/<int:enrolment_id>/acceptance")
@access(SIGNED_IN)
def accept(enrolment_id: int) -> Response:
    _own(enrolment_id)
    offers.accept_offer(enrolment_id, current_actor())
    db.session.commit()
    flash(_("Your place is confirmed."), "success")
    return redirect(url_for("enrolment.show", enrolment_id=enrolment_id), 303)


@BLUEPRINT.post("/enrolments/<int:enrolment_id>/refusal")
@access(SIGNED_IN)
def refuse(enrolment_id: int) -> Response:
    _own(enrolment_id)
    offers.refuse_offer(enrolment_id, current_actor())
    db.session.commit()
    flash(_("You do without the place. Thank you for telling us; it goes to the next."), "success")
    return redirect(url_for("my_training.home"), 303)


@BLUEPRINT.post("/enrolments/<int:enrolment_id>/waiting")
@access(SIGNED_IN)
def resume(enrolment_id: int) -> Response:
    _own(enrolment_id)
    offers.resume_waiting(enrolment_id, current_actor())
    db.session.commit()
    flash(_("You wait again, at the end of the list."), "success")
    return redirect(url_for("enrolment.show", enrolment_id=enrolment_id), 303)


@BLUEPRINT.route("/enrolments/<int:enrolment_id>/withdrawal", methods=["GET", "POST"])
@access(SIGNED_IN)
def withdraw(enrolment_id: int) -> Response | str | tuple[str, int]:
    enrolment = _own(enrolment_id)
    if enrolment.status not in UNDER_WAY:
        flash(_("This enrolment has ended already; there is nothing to withdraw."), "info")
        return redirect(url_for("enrolment.show", enrolment_id=enrolment_id), 303)
    form = WithdrawalForm()
    form.reason.choices = [SelectChoice(r.value, _(labels.label(r))) for r in WithdrawalReason]
    late = enrolment.status is Status.CONFIRMED and rules.is_late(enrolment)
    if not form.is_submitted():
        form.reason.data = None
        return _withdrawal_page(enrolment, form, late)
    chosen = form.reason.data
    reason = WithdrawalReason(chosen) if chosen in set(WithdrawalReason) else None
    try:
        operations.withdraw(enrolment_id, current_actor(), reason if late else None)
    except RuleViolation as violation:
        db.session.rollback()
        unsaid = late and reason is None and not _begun_with_place(_own(enrolment_id))
        form.refuse(violation, form.reason if unsaid else None)
        return _withdrawal_page(_own(enrolment_id), form, late), violation.status_code
    db.session.commit()
    flash(_("You have withdrawn. A confirmation is on its way to you."), "success")
    return redirect(url_for("my_training.home"), 303)


def _withdrawal_page(enrolment: Enrolment, form: WithdrawalForm, late: bool) -> str:
    return render_template(
        "enrolment/withdraw.html",
        enrolment=enrolment,
        form=form,
        late=late,
        begun=rules.has_begun(enrolment.offering),
        charge=possible_charge(enrolment) if late else None,
        way=way_of(enrolment),
        places=availability.of_offering(enrolment.offering_id),
    )


def _own(enrolment_id: int) -> Enrolment:
    """The reader's own enrolment; anybody else's does not exist for them."""
    enrolment = one_enrolment.own_enrolment(enrolment_id, current_actor().person_id)
    if enrolment is None:
        abort(404)
    return enrolment


def _begun_with_place(enrolment: Enrolment) -> bool:
    return enrolment.status is Status.CONFIRMED and rules.has_begun(enrolment.offering)


def _what_happened(enrolment: Enrolment) -> tuple[str, str]:
    """The sentence after asking for a place, and its category."""
    status = enrolment.status
    if status is Status.REQUESTED and enrolment.offering.in_round:
        return _("Your request is in. You get the answer when all places are given out."), "success"
    if status is Status.CONFIRMED:
        return _("Your place is confirmed."), "success"
    if status is Status.WAITLISTED:
        return _("No place is free at the moment. You are on the waiting list."), "info"
    return _("Your request is on its way. You will be told as soon as it is decided."), "success"
