"""One participant of an offering: what has happened, and what HR can do now."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice, TextAreaField

from trainingtracker import labels
from trainingtracker.accounts.actor import Actor
from trainingtracker.catalogue import offering_list
from trainingtracker.enrolment import operations, results, states
from trainingtracker.enrolment.changes.unused_places import possible_charge
from trainingtracker.enrolment.queries.participant import Participant, participant
from trainingtracker.enrolment.queries.reserved_places import reservations
from trainingtracker.enrolment.queries.ways import way_of
from trainingtracker.enrolment.rules import has_begun, is_late
from trainingtracker.enrolment.waiting import offers
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment
from trainingtracker.privacy import log_access
from trainingtracker.vocabulary import (
    AccessKind,
    ApprovalStage,
    OfferingStage,
    Status,
    WithdrawalReason,
)
from trainingtracker.web.access import HR, access
from trainingtracker.web.arguments import sent_member
from trainingtracker.web.filters import label
from trainingtracker.web.forms import PageForm, at_most, stripped
from trainingtracker.web.requests import current_actor

BLUEPRINT = Blueprint(
    "participants", __name__, url_prefix="/offerings/<int:offering_id>/participants"
)
Answer = str | tuple[str, int] | Response


class ReasonForm(PageForm):
    """Why: read by the person where a request is declined, kept in the history otherwise."""

    reason = TextAreaField(_l("Reason"), [at_most(1000)], filters=[stripped])


class WithdrawForm(PageForm):
    why = RadioField(_l("Reason"), validate_choice=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.why.choices = [
            SelectChoice(reason.value, label(reason)) for reason in WithdrawalReason
        ]


Verb = Callable[[int, Actor, str], Enrolment]

# What the last part of the address does. Operations check what is possible and who may.
_VERBS: dict[str, Verb] = {
    "approve": lambda enrolment_id, actor, _reason: operations.approve(
        enrolment_id, actor, seen=sent_member("stage", ApprovalStage)
    ),
    "decline": lambda enrolment_id, actor, reason: operations.decline(
        enrolment_id, actor, reason, seen=sent_member("stage", ApprovalStage)
    ),
    "withdraw": lambda enrolment_id, actor, reason: operations.withdraw(
        enrolment_id, actor, WithdrawalReason(reason) if reason in set(WithdrawalReason) else None
    ),
    "complete": lambda enrolment_id, actor, _reason: results.complete(enrolment_id, actor),
    "fail": lambda enrolment_id, actor, _reason: results.fail(enrolment_id, actor),
    "miss": lambda enrolment_id, actor, _reason: results.miss(enrolment_id, actor),
    "correct": results.correct,
    "place": offers.place_directly,
}


_REASONED = {"decline", "correct", "place"}


@BLUEPRINT.get("/<int:enrolment_id>")
@access(HR)
def show(offering_id: int, enrolment_id: int) -> str:
    return _page(_participant(offering_id, enrolment_id), ReasonForm(None), WithdrawForm(None))


@BLUEPRINT.post("/<int:enrolment_id>/<any(approve, complete, fail, miss):verb>")
@access(HR)
def act(offering_id: int, enrolment_id: int, verb: str) -> Answer:
    return _done(offering_id, enrolment_id, verb, ReasonForm(None), WithdrawForm(None), "")


@BLUEPRINT.post("/<int:enrolment_id>/<any(decline, correct, place):verb>")
@access(HR)
def act_with_reason(offering_id: int, enrolment_id: int, verb: str) -> Answer:
    form = ReasonForm()
    if not form.validate():
        found = _participant(offering_id, enrolment_id)
        return _page(found, form, WithdrawForm(None)), 422
    return _done(offering_id, enrolment_id, verb, form, WithdrawForm(None), form.reason.data or "")


@BLUEPRINT.post("/<int:enrolment_id>/withdraw")
@access(HR)
def withdraw(offering_id: int, enrolment_id: int) -> Answer:
    form = WithdrawForm()
    return _done(offering_id, enrolment_id, "withdraw", ReasonForm(None), form, form.why.data or "")


def _done(
    offering_id: int,
    enrolment_id: int,
    verb: str,
    reason_form: ReasonForm,
    withdraw_form: WithdrawForm,
    reason: str,
) -> Answer:
    _participant(offering_id, enrolment_id)
    try:
        enrolment = _VERBS[verb](enrolment_id, current_actor(), reason)
    except RuleViolation as violation:
        db.session.rollback()
        found = _participant(offering_id, enrolment_id)
        form, asked = reason_form, reason_form.reason if verb in _REASONED else None
        if verb == "withdraw":
            form = withdraw_form
            asked = form.why if _late(found.enrolment) else None
        # Whoever has given no reason is sent to where it is asked.
        form.refuse(violation, None if reason.strip() else asked)
        return _page(found, reason_form, withdraw_form), violation.status_code
    name, status = enrolment.person.full_name, _(labels.label(enrolment.status))
    db.session.commit()
    flash(_("%(name)s: %(status)s.", name=name, status=status), "success")
    return redirect(url_for("roster.show", offering_id=offering_id), 303)


def _participant(offering_id: int, enrolment_id: int) -> Participant:
    return participant(offering_id, enrolment_id) or abort(404)


def _late(enrolment: Enrolment) -> bool:
    """Whether withdrawing takes a reason from the list."""
    return enrolment.status is Status.CONFIRMED and is_late(enrolment)


def _page(found: Participant, reason_form: ReasonForm, withdraw_form: WithdrawForm) -> str:
    enrolment = found.enrolment
    offering = enrolment.offering
    log_access(
        AccessKind.PERSON_RECORD,
        actor_id=current_actor().person_id,
        person_id=enrolment.person_id,
        filters={"offering": offering.id},
    )
    stage = offering_list.stage(offering.status, offering.starts_at, offering.ends_at)
    late = _late(enrolment)
    return render_template(
        "participants/show.html",
        found=found,
        enrolment=enrolment,
        offering=offering,
        possible=states.actions_from(enrolment.status),
        late=late,
        begun=has_begun(offering),
        charge=possible_charge(enrolment) if late else None,
        way=way_of(enrolment),
        over=stage in (OfferingStage.OVER, OfferingStage.CLOSED),
        own=enrolment.person_id == current_actor().person_id,
        reserved=reservations([offering], [enrolment.person_id]).get(offering.id)
        if enrolment.status is Status.WAITLISTED
        else None,
        form=withdraw_form if withdraw_form.errors else reason_form,
        reason_form=reason_form,
        withdraw_form=withdraw_form,
    )
