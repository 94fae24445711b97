"""Until when somebody deputises, changed by whoever names deputies of the unit."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from trainingtracker import clock
from trainingtracker.accounts import deputies
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Leadership, Person
from trainingtracker.web.access import MANAGER_OR_HR, access
from trainingtracker.web.conflicts import Change, VersionedForm
from trainingtracker.web.fields.day_field import DayField
from trainingtracker.web.forms import optional
from trainingtracker.web.requests import current_actor, leadership

BLUEPRINT = Blueprint("deputy_days", __name__, url_prefix="/deputies")
Answer = str | tuple[str, int] | Response


class LastDayForm(VersionedForm):
    last = DayField(_l("Last day"), [optional()])


@BLUEPRINT.route("/<int:leadership_id>/days", methods=["GET", "POST"])
@access(MANAGER_OR_HR)
def change(leadership_id: int) -> Answer:
    if not deputies.may_end(leadership_id, current_actor(), leadership()):
        abort(404)
    row = _current(leadership_id)
    if request.method == "GET":
        return _page(row, _stored_form(row))
    form = LastDayForm()
    if not form.validate():
        return _page(row, form), 422
    try:
        person = deputies.change_last_day(
            leadership_id, form.last.data, form.seen_version, current_actor(), leadership()
        )
    except RuleViolation as violation:
        changes = form.not_saved(violation, lambda: _stored_form(_current(leadership_id)))
        if violation.status_code == 422:
            form.last.errors = [form.form_errors.pop()]
        return _page(_current(leadership_id), form, changes), violation.status_code
    name = person.full_name
    db.session.commit()
    flash(_("The days of %(name)s are changed. The person gets a message.", name=name), "success")
    return redirect(url_for("deputies.listing"), 303)


def _current(leadership_id: int) -> Leadership:
    return deputies.as_known_now(leadership_id) or abort(404)


def _stored_form(row: Leadership) -> LastDayForm:
    last = clock.last_day(clock.at(row.until)) if row.until else None
    return LastDayForm(None, data={"last": last}).of_version(row.id)


def _page(row: Leadership, form: LastDayForm, changes: list[Change] | None = None) -> str:
    return render_template(
        "deputies/days.html",
        row=row,
        person=db.session.get_one(Person, row.person_id),
        unit=leadership().tree.get(row.unit_id),
        form=form,
        changes=changes or [],
    )
