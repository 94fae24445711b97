"""The costs and contracts of one offering."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingtracker.costs import budgets, sheets
from trainingtracker.costs.budgets import Standing
from trainingtracker.costs.sums import Sums
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import CostSheet, Offering
from trainingtracker.vocabulary import OfferingStatus
from trainingtracker.web.access import HR, access
from trainingtracker.web.conflicts import Change
from trainingtracker.web.costs.costs_form import CostsForm, shown
from trainingtracker.web.filters import local, money
from trainingtracker.web.offerings.roster import offering_to_run
from trainingtracker.web.rows import changed_rows

BLUEPRINT = Blueprint("costs", __name__)
Answer = str | tuple[str, int] | Response


@BLUEPRINT.route("/offerings/<int:offering_id>/costs", methods=["GET", "POST"])
@access(HR)
def edit(offering_id: int) -> Answer:
    offering = offering_to_run(offering_id)
    if request.method == "GET":
        return _page(_stored_form(offering), offering)
    form = CostsForm(offering=offering)
    if changed_rows(form, "lines", "contracts"):
        return _page(form, offering)
    if not form.validate():
        return _page(form, offering), 422
    try:
        sheet = sheets.save(offering_id, form.facts(), form.seen_version)
    except RuleViolation as violation:
        changes = form.not_saved(violation, lambda: _stored_form(offering_to_run(offering_id)))
        return _page(form, offering_to_run(offering_id), changes), violation.status_code
    standing = budgets.standing(sheet.budget_year, offering.course.topic_id)
    db.session.commit()
    flash(_("The costs are saved."), "success")
    warn(standing)
    return redirect(url_for("costs.edit", offering_id=offering_id), 303)


def warn(standing: Standing) -> None:
    """Say so where more is committed and spent than the budget has."""
    if standing.exceeded_by:
        flash(
            _(
                "The budget %(year)s for %(topic)s is exceeded by %(amount)s.",
                year=standing.year,
                topic=local(standing.topic),
                amount=money(standing.exceeded_by),
            ),
            "warning",
        )


def _stored_form(offering: Offering) -> CostsForm:
    """The form as it shows what is stored, or what a new sheet begins with."""
    sheet = sheets.sheet_of(offering.id)
    facts = sheets.facts_of(sheet) if sheet else sheets.proposed(offering)
    form = CostsForm(None, data=shown(facts), offering=offering)
    return form.of_version(sheet.version if sheet else 0)


def _page(form: CostsForm, offering: Offering, changes: list[Change] | None = None) -> str:
    sheet = sheets.sheet_of(offering.id)
    year = sheet.budget_year if sheet else sheets.proposed(offering).budget_year
    return render_template(
        "costs/edit.html",
        form=form,
        offering=offering,
        sums=_sums(sheet) if sheet else None,
        standing=budgets.standing(year, offering.course.topic_id),
        granted_care=sheets.granted_care(offering.id),
        changes=changes or [],
    )


def _sums(sheet: CostSheet) -> Sums:
    """What the stored rows come to, as the budget counts them."""
    if sheet.offering.status is OfferingStatus.CANCELLED:
        return Sums(spent=sum(item.actual or 0 for item in sheet.items))
    return Sums(
        planned=sum(item.planned for item in sheet.items),
        committed=sum(item.planned for item in sheet.items if item.actual is None),
        spent=sum(item.actual or 0 for item in sheet.items),
        funding=sheet.funding,
    )
