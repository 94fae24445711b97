"""Several requests in one step: a page that says what will come of each, then it is done."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from trainingtracker.enrolment.approval import together
from trainingtracker.enrolment.approval.interest import Interest
from trainingtracker.enrolment.approval.together import Given
from trainingtracker.enrolment.outcomes import Outcome
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.privacy import log_access
from trainingtracker.vocabulary import AccessKind, ApprovalStage, Decision, OfficialInterest
from trainingtracker.web.access import MANAGER_OR_HR, access
from trainingtracker.web.approvals.interest_form import InterestForm
from trainingtracker.web.approvals.outcomes import refusals
from trainingtracker.web.arguments import sent_member, whole
from trainingtracker.web.filters import number
from trainingtracker.web.forms import at_most, stripped
from trainingtracker.web.requests import current_actor, leadership

BLUEPRINT = Blueprint("decide_together", __name__, url_prefix="/approvals")
Answer = str | tuple[str, int] | Response


class TogetherForm(InterestForm):
    reason = TextAreaField(_l("Reason"), [at_most(1000)], filters=[stripped])


@BLUEPRINT.post("/selection")
@access(MANAGER_OR_HR)
def act() -> Answer:
    """Show what would come of it; with `step=do` do it."""
    decision = sent_member("decision", Decision)
    sent = {found for each in request.form.getlist("request") if (found := whole(each))}
    ids = together.choosable(sent, current_actor(), leadership())
    if decision is None or not ids:
        if sent and not ids:
            flash(_("These requests have been decided in the meantime."), "info")
        else:
            flash(_("Choose at least one request."), "warning")
        return redirect(url_for("approvals.waiting"), 303)
    form = TogetherForm()
    asks = decision is Decision.APPROVED and together.asks_interest(ids)
    if request.form.get("step") != "do":
        return _page(decision, ids, form, asks=asks)
    if not _complete(form, decision, asks=asks):
        return _page(decision, ids, form, asks=asks), 422
    given = Given(form.reason.data or "", form.stated() if asks else None, _seen())
    try:
        outcomes = together.decide(decision, ids, current_actor(), given)
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        return _page(decision, ids, form, asks=asks), violation.status_code
    sentences = list(_told(decision, outcomes))
    db.session.commit()
    for category, sentence in sentences:
        flash(sentence, category)
    return redirect(url_for("approvals.waiting"), 303)


def _complete(form: TogetherForm, decision: Decision, *, asks: bool) -> bool:
    """Whether all is said that the decision needs; what is missing stands at its field."""
    if decision is Decision.DECLINED:
        valid: bool = form.validate()
        if not form.reason.data:
            form.reason.errors = [_("Please fill in this field.")]
            return False
        return valid
    return form.complete() if asks else form.validate()


def _page(decision: Decision, ids: list[int], form: TogetherForm, *, asks: bool) -> str:
    # What is still to be said does not change what will happen.
    given = Given(form.reason.data or "…", Interest(OfficialInterest.FULL) if asks else None)
    found = together.preview(decision, ids, current_actor(), given)
    db.session.rollback()
    log_access(
        AccessKind.TEAM,
        actor_id=current_actor().person_id,
        row_count=len(ids),
        filters={"page": "approvals"},
    )
    return render_template(
        "approvals/together.html",
        decision=decision,
        found=found,
        form=form,
        asks=asks,
        stages=together.stages(ids),
    )


def _seen() -> dict[int, ApprovalStage]:
    """The stage at which the preview showed each request: "17-hr"."""
    found = (each.partition("-") for each in request.form.getlist("seen"))
    stages = set(ApprovalStage)
    return {
        enrolment_id: ApprovalStage(stage)
        for sent, _dash, stage in found
        if stage in stages and (enrolment_id := whole(sent))
    }


def _told(decision: Decision, outcomes: list[Outcome]) -> list[tuple[str, str]]:
    """What was done in one sentence, and for each that was not possible why."""
    done = sum(each.refusal is None for each in outcomes)
    lines = []
    if done and decision is Decision.APPROVED:
        sentence = ngettext(
            "%(number)s request approved.",
            "%(number)s requests approved.",
            done,
            number=number(done),
        )
        lines.append(("success", sentence))
    elif done:
        sentence = ngettext(
            "%(number)s request declined.",
            "%(number)s requests declined.",
            done,
            number=number(done),
        )
        lines.append(("success", sentence))
    return lines + [("warning", sentence) for sentence in refusals(outcomes)]
