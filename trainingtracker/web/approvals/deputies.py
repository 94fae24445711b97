"""Deputies: managers name them for their units, HR for all; both see what the other has named."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms.validators import ValidationError

from trainingtracker import clock
from trainingtracker.accounts import deputies
from trainingtracker.accounts.deputies import Term
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.web import arguments
from trainingtracker.web.access import MANAGER_OR_HR, access
from trainingtracker.web.fields.day_field import DayField
from trainingtracker.web.fields.unit_field import UnitField
from trainingtracker.web.fields.who_form import WhoForm
from trainingtracker.web.forms import optional, required
from trainingtracker.web.paging import Page
from trainingtracker.web.requests import current_actor, leadership
from trainingtracker.web.unit_choices import unit_choices

BLUEPRINT = Blueprint("deputies", __name__, url_prefix="/deputies")
Answer = str | tuple[str, int] | Response


class DeputyForm(WhoForm):
    """Who deputises in which unit, from when until when."""

    unit_id = UnitField(_l("Unit"), [required()], coerce=int)
    first = DayField(_l("First day"), [required()])
    last = DayField(_l("Last day"), [optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actor = current_actor()
        manageable = None if actor.is_hr else deputies.manageable(actor, leadership())
        self.unit_id.offer(within=None if manageable is None else {unit.id for unit in manageable})

    def validate_first(self, field: DayField) -> None:
        if field.data and field.data < clock.today():
            raise ValidationError(_(deputies.TOO_EARLY))

    def validate_last(self, field: DayField) -> None:
        if field.data and self.first.data and field.data < self.first.data:
            raise ValidationError(_(deputies.WRONG_ORDER))


@BLUEPRINT.get("")
@access(MANAGER_OR_HR)
def listing() -> str:
    return _page(DeputyForm(None, data={"first": clock.today()}))


@BLUEPRINT.post("")
@access(MANAGER_OR_HR)
def add() -> Answer:
    """Name the person meant; show who could be meant otherwise, with all that was typed."""
    form = DeputyForm()
    person = form.meant(deputies.candidates(current_actor(), leadership()), valid=form.validate())
    if person is None:
        return _page(form), 200 if form.asks_who else 422
    name = person.full_name
    term = Term(form.unit_id.data, person.id, form.first.data, form.last.data)
    try:
        deputies.name_deputy(term, current_actor(), leadership())
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation, form.who)
        return _page(form), violation.status_code
    db.session.commit()
    flash(_("%(name)s is named as deputy and gets a message.", name=name), "success")
    return redirect(url_for("deputies.listing"), 303)


@BLUEPRINT.post("/<int:leadership_id>/end")
@access(MANAGER_OR_HR)
def end(leadership_id: int) -> Response:
    if not deputies.may_end(leadership_id, current_actor(), leadership()):
        abort(404)
    person = deputies.end_deputy(leadership_id, current_actor(), leadership())
    name = person.full_name
    db.session.commit()
    flash(_("%(name)s does not deputise there any more and gets a message.", name=name), "success")
    return redirect(url_for("deputies.listing"), 303)


def _page(form: DeputyForm) -> str:
    actor, window = current_actor(), arguments.window()
    unit_id = arguments.number("unit")
    shown, total = deputies.known_to(
        actor, leadership(), unit_id=unit_id, limit=window.limit, offset=window.offset
    )
    return render_template(
        "deputies/listing.html",
        form=form,
        page=Page(shown, total, window.number, window.limit),
        units=unit_choices(leadership().tree, unit_id) if actor.is_hr else None,
        unit_id=unit_id,
        today=clock.today(),
        is_hr=actor.is_hr,
        me=actor.person_id,
    )
