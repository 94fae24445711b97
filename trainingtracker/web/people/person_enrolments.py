"""Enrolling and withdrawing somebody else: HR everybody, coordinators the people of their units."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice

from trainingtracker import labels
from trainingtracker.accounts.actor import Actor
from trainingtracker.enrolment import operations, rules
from trainingtracker.enrolment.changes.unused_places import possible_charge
from trainingtracker.enrolment.states import UNDER_WAY
from trainingtracker.enrolment.waiting import offers
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment
from trainingtracker.vocabulary import Status, WithdrawalReason
from trainingtracker.web.access import HR_OR_COORDINATOR, access
from trainingtracker.web.approvals.outcomes import added_sentence
from trainingtracker.web.filters import label
from trainingtracker.web.forms import PageForm
from trainingtracker.web.offerings.enrol_form import EnrolForm
from trainingtracker.web.offerings.proxy import preview_page
from trainingtracker.web.people.people import log_record, person_administered, person_page
from trainingtracker.web.requests import current_actor

BLUEPRINT = Blueprint("person_enrolments", __name__, url_prefix="/people/<int:person_id>")
Answer = str | tuple[str, int] | Response

# What somebody can say for a person who has no e-mail, by the last part of the address.
_ANSWERS: dict[str, Callable[[int, Actor], Enrolment]] = {
    "acceptance": offers.accept_offer,
    "refusal": offers.refuse_offer,
    "waiting": offers.resume_waiting,
}


class WithdrawForm(PageForm):
    why = RadioField(_l("Reason"), validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.why.choices = [SelectChoice(one.value, label(one)) for one in WithdrawalReason]


@BLUEPRINT.post("/enrol")
@access(HR_OR_COORDINATOR)
def enrol(person_id: int) -> Answer:
    """Say what would happen; with `step=do` ask for the place."""
    person = person_administered(person_id)
    form = EnrolForm()
    if not form.validate() or form.offering_id.data is None:
        if not form.errors:
            form.offering_id.errors = [_("Choose an offering.")]
        return person_page(person, form), 422
    try:
        if request.form.get("step") != "do":
            action = url_for("person_enrolments.enrol", person_id=person_id)
            back = url_for("people.show", person_id=person_id)
            return preview_page(form.offering_id.data, person_id, action, back)
        enrolment = operations.request_place(form.offering_id.data, person_id, current_actor())
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        return person_page(person_administered(person_id), form), violation.status_code
    sentence = added_sentence(enrolment)
    db.session.commit()
    flash(sentence, "success")
    return redirect(url_for("people.show", person_id=person_id), 303)


@BLUEPRINT.route("/enrolments/<int:enrolment_id>/withdrawal", methods=["GET", "POST"])
@access(HR_OR_COORDINATOR)
def withdraw(person_id: int, enrolment_id: int) -> Answer:
    enrolment = _enrolment(person_id, enrolment_id)
    form = WithdrawForm()
    if not form.is_submitted():
        return _withdrawal_page(enrolment, form)
    chosen = form.why.data
    reason = WithdrawalReason(chosen) if chosen in set(WithdrawalReason) else None
    try:
        operations.withdraw(enrolment_id, current_actor(), reason)
    except RuleViolation as violation:
        db.session.rollback()
        enrolment = _enrolment(person_id, enrolment_id)
        unsaid = reason is None and _late(enrolment) and not rules.has_begun(enrolment.offering)
        form.refuse(violation, form.why if unsaid else None)
        return _withdrawal_page(enrolment, form), violation.status_code
    name = enrolment.person.full_name
    db.session.commit()
    flash(_("%(name)s is withdrawn and gets a message.", name=name), "success")
    return redirect(url_for("people.show", person_id=person_id), 303)


@BLUEPRINT.post("/enrolments/<int:enrolment_id>/<any(acceptance, refusal, waiting):answer>")
@access(HR_OR_COORDINATOR)
def answer(person_id: int, enrolment_id: int, answer: str) -> Response:
    """What the person says to an offer, or that they wait again, entered for them."""
    enrolment = _enrolment(person_id, enrolment_id)
    _ANSWERS[answer](enrolment_id, current_actor())
    name, status = enrolment.person.full_name, _(labels.label(enrolment.status))
    db.session.commit()
    flash(_("%(name)s: %(status)s.", name=name, status=status), "success")
    return redirect(url_for("people.show", person_id=person_id), 303)


def _enrolment(person_id: int, enrolment_id: int) -> Enrolment:
    """An enrolment of somebody for whom the actor does HR's work; 404 otherwise."""
    person_administered(person_id)
    enrolment = db.session.get(Enrolment, enrolment_id)
    if enrolment is None or enrolment.person_id != person_id:
        abort(404)
    return enrolment


def _withdrawal_page(enrolment: Enrolment, form: WithdrawForm) -> str:
    log_record(enrolment.person)
    offering = enrolment.offering
    late = _late(enrolment)
    return render_template(
        "people/withdraw.html",
        enrolment=enrolment,
        offering=offering,
        late=late,
        begun=rules.has_begun(offering),
        charge=possible_charge(enrolment) if late else None,
        possible=enrolment.status in UNDER_WAY,
        form=form,
    )


def _late(enrolment: Enrolment) -> bool:
    """Whether a withdrawal now takes a reason."""
    return enrolment.status is Status.CONFIRMED and rules.is_late(enrolment)
