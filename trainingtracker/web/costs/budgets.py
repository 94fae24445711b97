"""The budgets of a year: how they stand, their workbook, setting one."""

from collections.abc import Iterable, Sequence

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask import Response as FlaskResponse
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from trainingtracker import clock
from trainingtracker.costs import budgets, rules
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Topic
from trainingtracker.reports.lists.budgets import budget_rows, budgets_report
from trainingtracker.reports.report import Value
from trainingtracker.web import arguments
from trainingtracker.web.access import HR, access
from trainingtracker.web.conflicts import Change, VersionedForm
from trainingtracker.web.costs.costs import warn
from trainingtracker.web.costs.costs_form import NotBelowZero
from trainingtracker.web.downloads import list_workbook
from trainingtracker.web.fields.euro_field import EuroField

BLUEPRINT = Blueprint("budgets", __name__, url_prefix="/planning/budgets")
Answer = str | tuple[str, int] | Response


class BudgetForm(VersionedForm):
    amount = EuroField(_l("Budget in euros"), [NotBelowZero()], or_nothing=True)


@BLUEPRINT.get("")
@access(HR)
def listing() -> str:
    year = wanted_year()
    return render_template(
        "budgets/listing.html", year=year, found=budgets.of_year(year), years=year_choices(year)
    )


@BLUEPRINT.get("/list.xlsx")
@access(HR)
def workbook() -> FlaskResponse:
    """The topics of the page and their total."""
    year = wanted_year()

    def rows(language: str) -> Iterable[Sequence[Value]]:
        return budget_rows(budgets.of_year(year), language)

    return list_workbook(budgets_report(year), rows)


@BLUEPRINT.route("/<int:year>/<int:topic_id>", methods=["GET", "POST"])
@access(HR)
def edit(year: int, topic_id: int) -> Answer:
    topic = db.session.get(Topic, topic_id)
    if topic is None or not rules.FIRST_YEAR <= year <= rules.LAST_YEAR:
        abort(404)
    form = _stored_form(year, topic_id)
    if not form.is_submitted():
        return _edit_page(form, year, topic_id)
    form = BudgetForm()
    if not form.validate():
        return _edit_page(form, year, topic_id), 422
    try:
        budgets.put(year, topic_id, form.amount.data, form.seen_version)
    except RuleViolation as violation:
        changes = form.not_saved(violation, lambda: _stored_form(year, topic_id))
        return _edit_page(form, year, topic_id, changes), violation.status_code
    standing = budgets.standing(year, topic_id)
    db.session.commit()
    flash(_("The budget is saved."), "success")
    warn(standing)
    return redirect(url_for("budgets.listing", year=year), 303)


def wanted_year() -> int:
    """The budget year of the address, else this one."""
    year = arguments.number("year") or 0
    return year if rules.FIRST_YEAR <= year <= rules.LAST_YEAR else clock.today().year


def year_choices(wanted: int) -> list[tuple[int, str]]:
    """Years to choose from; a year is no number with a thousands separator."""
    return [(year, str(year)) for year in sorted({wanted, *budgets.years()}, reverse=True)]


def _stored_form(year: int, topic_id: int) -> BudgetForm:
    stored = budgets.budget_of(year, topic_id)
    form = BudgetForm(None, data={"amount": stored.amount if stored else None})
    return form.of_version(stored.version if stored else 0)


def _edit_page(
    form: BudgetForm, year: int, topic_id: int, changes: list[Change] | None = None
) -> str:
    return render_template(
        "budgets/edit.html",
        form=form,
        standing=budgets.standing(year, topic_id),
        changes=changes or [],
    )
