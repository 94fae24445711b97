"""Approvals: what waits for the reader's decision."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from trainingtracker import text
from trainingtracker.accounts.permissions import can_act_for, ground
from trainingtracker.enrolment import operations
from trainingtracker.enrolment.approval import reminders
from trainingtracker.enrolment.approval.decisions import check_of_another, check_undecided
from trainingtracker.enrolment.queries import approvals as queries
from trainingtracker.enrolment.queries.decided import decided_by
from trainingtracker.enrolment.queries.deciders import awaited_names, may_read, names_of
from trainingtracker.enrolment.queries.story import story
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment
from trainingtracker.privacy import log_access
from trainingtracker.vocabulary import AccessKind, ApprovalStage, Status
from trainingtracker.web import arguments
from trainingtracker.web.access import (
    DECIDER_OR_COORDINATOR,
    HR_OR_COORDINATOR,
    MANAGER_OR_HR,
    access,
)
from trainingtracker.web.approvals.interest_form import InterestForm
from trainingtracker.web.approvals.outcomes import approved_sentence
from trainingtracker.web.external.external_to_decide import external_to_decide
from trainingtracker.web.forms import PageForm, at_most, required, stripped
from trainingtracker.web.paging import Page, page_number
from trainingtracker.web.requests import current_actor, leadership, reader_language

BLUEPRINT = Blueprint("approvals", __name__)
_PAGE_SIZE = 20


class DeclineForm(PageForm):
    reason = TextAreaField(_l("Reason"), [required(), at_most(1000)], filters=[stripped])


@BLUEPRINT.get("/approvals")
@access(MANAGER_OR_HR)
def waiting() -> str:
    actor = current_actor()
    window = arguments.Window(page_number(request.args.get("page")), _PAGE_SIZE)
    rows, total = queries.waiting_for(actor, leadership(), limit=window.limit, offset=window.offset)
    if rows:
        log_access(
            AccessKind.TEAM,
            actor_id=actor.person_id,
            row_count=len(rows),
            filters={"page": "approvals"},
        )
    return render_template(
        "approvals/waiting.html",
        is_hr=actor.is_hr,
        page=Page(rows, total, window.number, window.limit),
        names=names_of(row.in_place_of_id for row in rows),
        external_to_decide=external_to_decide(actor),
    )


@BLUEPRINT.get("/approvals/decided")
@access(MANAGER_OR_HR)
def decided() -> str:
    """What the reader has decided, and what others have in their place."""
    actor, window = current_actor(), arguments.window()
    rows, total = decided_by(actor.person_id, limit=window.limit, offset=window.offset)
    if rows:
        log_access(
            AccessKind.TEAM,
            actor_id=actor.person_id,
            row_count=len(rows),
            filters={"page": "decided"},
        )
    return render_template(
        "approvals/decided.html", page=Page(rows, total, window.number, window.limit)
    )


@BLUEPRINT.get("/approvals/<int:enrolment_id>")
@access(DECIDER_OR_COORDINATOR)
def show(enrolment_id: int) -> str:
    """One request: what it is about, who is awaited, who decided what; deciding, reminding."""
    return _page(_readable(enrolment_id))


@BLUEPRINT.post("/approvals/<int:enrolment_id>/approval")
@access(MANAGER_OR_HR)
def approve(enrolment_id: int) -> Response | tuple[str, int]:
    enrolment = _readable(enrolment_id)
    name, form, stated = enrolment.person.full_name, None, None
    try:
        check_undecided(enrolment, _seen())
        if enrolment.offering.course.asks_interest:
            form = InterestForm()
            if not form.complete():
                return _page(enrolment, form), 422
            stated = form.stated()
        enrolment = operations.approve(enrolment_id, current_actor(), stated, seen=_seen())
    except RuleViolation as violation:
        return _not_possible(violation)
    sentence = approved_sentence(enrolment, name)
    db.session.commit()
    flash(*sentence)
    return redirect(url_for("approvals.waiting"), 303)


@BLUEPRINT.post("/approvals/<int:enrolment_id>/reminder")
@access(HR_OR_COORDINATOR)
def remind(enrolment_id: int) -> Response:
    """Remind those awaited now, without waiting for the days that are set."""
    _readable(enrolment_id)
    try:
        told = reminders.remind_now(enrolment_id, current_actor())
    except RuleViolation as violation:
        return _not_possible(violation, url_for("approvals.show", enrolment_id=enrolment_id))
    names = ", ".join(person.full_name for person in told)
    db.session.commit()
    flash(_("Reminded: %(names)s.", names=names), "success")
    return redirect(url_for("approvals.show", enrolment_id=enrolment_id), 303)


@BLUEPRINT.route("/approvals/<int:enrolment_id>/refusal", methods=["GET", "POST"])
@access(MANAGER_OR_HR)
def decline(enrolment_id: int) -> Response | str | tuple[str, int]:
    enrolment = _readable(enrolment_id)
    form = DeclineForm()
    try:
        check_undecided(enrolment)
    except RuleViolation as violation:
        return _not_possible(violation)
    if request.method == "GET":
        return _decline_page(form, enrolment)
    if not form.validate():
        return _decline_page(form, enrolment), 422
    name = enrolment.person.full_name
    try:
        operations.decline(enrolment_id, current_actor(), form.reason.data or "", seen=_seen())
    except RuleViolation as violation:
        return _not_possible(violation)
    db.session.commit()
    flash(_("Declined: %(name)s will be told with your reason.", name=name), "success")
    return redirect(url_for("approvals.waiting"), 303)


def _decline_page(form: DeclineForm, enrolment: Enrolment) -> str:
    seen = _seen() or enrolment.awaiting
    return render_template("approvals/decline.html", form=form, enrolment=enrolment, seen=seen)


def _seen() -> ApprovalStage | None:
    """The stage at which the page showed the request to the reader."""
    return arguments.sent_member("stage", ApprovalStage)


def _readable(enrolment_id: int) -> Enrolment:
    """The request, where the reader decides, has decided or is concerned; 404 otherwise.

    Whoever may no longer decide is told why by the operation. One's own has a page of its own.
    """
    enrolment = db.session.get(Enrolment, enrolment_id)
    if enrolment is not None:
        try:
            check_of_another(enrolment, current_actor())
        except NotAllowed as refusal:
            abort(_not_possible(refusal, url_for("enrolment.show", enrolment_id=enrolment_id)))
    if enrolment is None or not may_read(enrolment, current_actor(), leadership()):
        abort(404)
    return enrolment


def _page(enrolment: Enrolment, form: InterestForm | None = None) -> str:
    actor = current_actor()
    log_access(
        AccessKind.PERSON_RECORD,
        actor_id=actor.person_id,
        person_id=enrolment.person_id,
        filters={"page": "approval"},
    )
    steps = story(enrolment.id)
    row = queries.one_request(enrolment.id, leadership()) or abort(404)
    mandate = None
    if enrolment.status is Status.REQUESTED and enrolment.awaiting is not None:
        mandate = ground(actor, enrolment, leadership())
    in_place_of = mandate.in_place_of_id if mandate else None
    stated = next((step.interest for step in reversed(steps) if step.interest), None)
    return render_template(
        "approvals/show.html",
        row=row,
        steps=steps,
        form=form or InterestForm(None, stated=stated),
        can_decide=mandate is not None,
        decides_here=actor.is_manager or actor.is_hr,
        in_place_of=names_of([in_place_of]).get(in_place_of) if in_place_of else None,
        awaited=awaited_names(enrolment, leadership()),
        since=reminders.began(enrolment),
        can_remind=enrolment.person_id != actor.person_id
        and can_act_for(actor, enrolment.person_id),
    )


def _not_possible(violation: RuleViolation, back: str = "") -> Response:
    """Back to the list, which shows how things stand now, with the sentence of the rule."""
    db.session.rollback()
    flash(text.sentence(violation.message, reader_language(), **violation.values), "warning")
    return redirect(back or url_for("approvals.waiting"), 303)
