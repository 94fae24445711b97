"""Granting roles to an account and ending them."""

from datetime import date

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingtracker.accounts import administration
from trainingtracker.clock import plausible_day
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import RoleGrant
from trainingtracker.vocabulary import Role
from trainingtracker.web.access import ADMIN, access
from trainingtracker.web.accounts.accounts import account, account_page
from trainingtracker.web.accounts.grant_form import GrantForm
from trainingtracker.web.fields.day_field import NO_DAY
from trainingtracker.web.requests import current_actor

BLUEPRINT = Blueprint("account_roles", __name__, url_prefix="/accounts/<int:account_id>/roles")


@BLUEPRINT.post("")
@access(ADMIN)
def grant(account_id: int) -> Response | tuple[str, int]:
    to, form = account(account_id), GrantForm()
    if not form.validate():
        return account_page(to, form), 422
    since, last_day = form.days
    try:
        administration.grant(
            to,
            Role(form.role.data),
            unit_id=form.unit_id,
            since=since,
            last_day=last_day,
            actor=current_actor(),
        )
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        return account_page(account(account_id), form), violation.status_code
    db.session.commit()
    flash(_("The role is granted."), "success")
    return redirect(url_for("accounts.show", account_id=account_id), 303)


@BLUEPRINT.post("/<int:grant_id>/end")
@access(ADMIN)
def end(account_id: int, grant_id: int) -> Response | tuple[str, int]:
    granted = db.session.get(RoleGrant, grant_id)
    if granted is None or granted.account_id != account_id:
        abort(404)
    typed = request.form.get("last_day", "").strip()
    try:
        administration.end_grant(granted, _day(typed))
    except RuleViolation as violation:
        db.session.rollback()
        form = GrantForm.empty()
        form.refuse(violation)
        page = account_page(account(account_id), form, ends={grant_id: typed})
        return page, violation.status_code
    db.session.commit()
    flash(_("The end of the role is saved."), "success")
    return redirect(url_for("accounts.show", account_id=account_id), 303)


def _day(sent: str) -> date | None:
    """The day that was typed; None where the field was left empty."""
    day = plausible_day(sent)
    if sent and day is None:
        raise RuleViolation(NO_DAY)
    return day
