"""After how many working days a decision is reminded of, and escalated."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import HiddenField, IntegerField

from trainingtracker.enrolment.approval.reminders import MOST_DAYS, Patience, change_rule
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.web.access import HR, access
from trainingtracker.web.forms import PageForm, required, whole_number
from trainingtracker.web.requests import current_actor

BLUEPRINT = Blueprint("reminder_rule", __name__, url_prefix="/planning/reminders")
Answer = str | tuple[str, int] | Response


class ReminderRuleForm(PageForm):
    seen = HiddenField()
    reminder = IntegerField(
        _l("Working days until the reminder"), [required(), whole_number(1, MOST_DAYS)]
    )
    escalation = IntegerField(
        _l("Working days until it is escalated"), [required(), whole_number(1, MOST_DAYS)]
    )


@BLUEPRINT.route("", methods=["GET", "POST"])
@access(HR)
def edit() -> Answer:
    if request.method == "GET":
        rule = Patience.load()
        shown = {"reminder": rule.reminder, "escalation": rule.escalation, "seen": rule.version}
        return _page(ReminderRuleForm(None, data=shown))
    form = ReminderRuleForm()
    if not form.validate():
        return _page(form), 422
    wanted = (form.reminder.data, form.escalation.data)
    try:
        change_rule(*wanted, seen=form.seen.data or "", actor=current_actor())
    except RuleViolation as violation:
        db.session.rollback()
        stale = violation.status_code == 409
        form.refuse(violation, None if stale else form.escalation)
        if stale:
            # What others have saved is shown beside; saving once more replaces it.
            form.seen.data = Patience.load().version
        return _page(form, stored=Patience.load() if stale else None), violation.status_code
    db.session.commit()
    flash(_("The days are saved."), "success")
    return redirect(url_for("reminder_rule.edit"), 303)


def _page(form: ReminderRuleForm, stored: Patience | None = None) -> str:
    return render_template("approvals/reminder_rule.html", form=form, stored=stored)
