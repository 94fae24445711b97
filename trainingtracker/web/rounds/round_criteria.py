"""The criteria of a round: set before anybody asks, published with the course."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import BooleanField, FieldList, RadioField, SelectChoice

from trainingtracker.enrolment.rounds import criteria
from trainingtracker.enrolment.rounds.criteria import Criteria, Group
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Offering, StatusGroup
from trainingtracker.vocabulary import NotYetTrained
from trainingtracker.web.access import HR, access
from trainingtracker.web.arguments import whole
from trainingtracker.web.conflicts import Change, VersionedForm
from trainingtracker.web.fields.unit_field import UnitField
from trainingtracker.web.filters import label, local
from trainingtracker.web.forms import PartForm, required
from trainingtracker.web.requests import current_actor, leadership
from trainingtracker.web.rounds.rounds import offering_of_round
from trainingtracker.web.rows import RowsField, changed_rows

BLUEPRINT = Blueprint("round_criteria", __name__)
Answer = str | tuple[str, int] | Response
_UNIT, _STATUS = "unit", "status"


class GroupForm(PartForm):
    """One row: a unit or a status group that comes before others."""

    group = UnitField(_l("Priority group"), [required()], prefix=f"{_UNIT}-")


class CriteriaForm(VersionedForm):
    groups = RowsField(GroupForm, _l("Priority groups"), _l("Group %(number)s"), 20)
    not_yet_trained = RadioField(_l("Not yet trained"))
    unit_shares = BooleanField(_l("Divisions get places in proportion to their staff"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.not_yet_trained.choices = [
            SelectChoice(one.value, label(one)) for one in NotYetTrained
        ]
        self._others = _status_groups()
        for row in self.groups:
            row.form.group.offer(self._others)

    def add_row(self, rows: FieldList) -> None:
        rows.append_entry({}).form.group.offer(self._others)

    def wanted(self) -> Criteria:
        return Criteria(
            tuple(_group(row.form.group.data) for row in self.groups),
            NotYetTrained(self.not_yet_trained.data),
            self.unit_shares.data,
            self.seen_version,
        )


@BLUEPRINT.route("/offerings/<int:offering_id>/round/criteria", methods=["GET", "POST"])
@access(HR)
def edit(offering_id: int) -> Answer:
    offering = offering_of_round(offering_id)
    if request.method == "GET":
        return _page(offering, _stored_form(offering_id))
    form = CriteriaForm()
    if changed_rows(form, "groups"):
        return _page(offering, form)
    if not form.validate():
        return _page(offering, form), 422
    try:
        criteria.change_criteria(offering_id, form.wanted(), current_actor())
    except RuleViolation as violation:
        changes = form.not_saved(violation, lambda: _stored_form(offering_id))
        return _page(offering_of_round(offering_id), form, changes), violation.status_code
    db.session.commit()
    flash(_("The criteria are saved and shown with the course."), "success")
    return redirect(url_for("rounds.show", offering_id=offering_id), 303)


def _status_groups() -> list[SelectChoice]:
    """What stands before the units of today."""
    groups = db.session.scalars(select(StatusGroup).order_by(StatusGroup.id))
    return [
        SelectChoice("", _("Please choose")),
        *(SelectChoice(f"{_STATUS}-{each.id}", local(each.name)) for each in groups),
    ]


def _group(value: str) -> Group:
    kind, _dash, key = value.partition("-")
    return Group(unit_id=whole(key)) if kind == _UNIT else Group(status_group_id=whole(key))


def _stored_form(offering_id: int) -> CriteriaForm:
    stored = criteria.criteria_of(criteria.round_of(offering_id))
    rows = [
        {"group": f"{_UNIT}-{g.unit_id}" if g.unit_id else f"{_STATUS}-{g.status_group_id}"}
        for g in stored.groups
    ]
    shown = {
        "groups": rows,
        "not_yet_trained": stored.not_yet_trained.value,
        "unit_shares": stored.unit_shares,
    }
    return CriteriaForm(None, data=shown).of_version(stored.version)


def _page(offering: Offering, form: CriteriaForm, changes: list[Change] | None = None) -> str:
    return render_template(
        "rounds/criteria.html",
        offering=offering,
        form=form,
        changes=changes or [],
        fixed=criteria.fixed(offering.id),
        criteria=criteria.published([offering.id], leadership().tree)[offering.id],
    )
