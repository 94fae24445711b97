"""Who leaves by a staff list: when they do who are missing, and what becomes of enrolments."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as Answer
from wtforms import FieldList, FormField, HiddenField

from trainingtracker.errors import RuleViolation
from trainingtracker.exchange.reading.choices import Choices
from trainingtracker.exchange.runs import operations, queries
from trainingtracker.extensions import db
from trainingtracker.models import ImportRun
from trainingtracker.privacy import log_access
from trainingtracker.vocabulary import AccessKind, ImportStatus, LineKind, ListKind
from trainingtracker.web import arguments
from trainingtracker.web.access import HR, access
from trainingtracker.web.background import background
from trainingtracker.web.exchange.import_run import asked_run, decide
from trainingtracker.web.exchange.imports import PATIENCE
from trainingtracker.web.fields.day_field import DayField
from trainingtracker.web.forms import PageForm, PartForm, optional
from trainingtracker.web.paging import Page
from trainingtracker.web.requests import current_actor

BLUEPRINT = Blueprint("import_leaving", __name__, url_prefix="/imports/<int:import_id>/leaving")


class LeaverForm(PartForm):
    """One person; who they are goes with the row, so that a new comparison cannot shift it."""

    number = HiddenField()
    name = HiddenField()
    last_day = DayField(_l("Last day"), [optional()])


class LeavingForm(PageForm):
    people = FieldList(FormField(LeaverForm), description=_l("Row %(number)s"), max_entries=100)
    rest_leave = DayField(_l("Last day of everybody else who is missing"), [optional()])


@BLUEPRINT.get("")
@access(HR)
def show(import_id: int) -> str | Answer:
    run = asked_run(import_id)
    if run.list_kind is not ListKind.PEOPLE or run.status is not ImportStatus.COMPARED:
        return redirect(url_for("import_run.show", import_id=import_id))
    window, choices = arguments.window(), Choices.of(run.choices)
    found, total = queries.missing_people(run.id, window.limit, window.offset)
    people = [
        {"number": number, "name": name, "last_day": choices.said_of(number)}
        for number, name in found
    ]
    _log(run, len(found))
    rest = choices.said_of_the_rest
    form = LeavingForm(None, data={"people": people, "rest_leave": rest})
    return _page(run, form, Page(found, total, window.number))


@BLUEPRINT.post("")
@access(HR)
def save(import_id: int) -> str | tuple[str, int] | Answer:
    run, form = asked_run(import_id), LeavingForm()
    found: list[Any] = list(form.people)
    page = Page(found, len(found), 1)
    if not form.validate():
        return _page(run, form, page), 422
    last_days = {row.form.number.data: row.form.last_day.data for row in form.people}
    try:
        operations.say_who_leaves(import_id, last_days, form.rest_leave.data)
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        return _page(asked_run(import_id), form, page), violation.status_code
    db.session.commit()
    background().take_up(import_id, PATIENCE)
    return redirect(url_for("import_run.show", import_id=import_id), 303)


@BLUEPRINT.post("/enrolments")
@access(HR)
def withdraw(import_id: int) -> str | tuple[str, int] | Answer:
    """Whether those who leave are withdrawn from what begins after their last day."""
    wanted = request.form.get("withdraw") == "yes"
    return decide(
        import_id,
        lambda: operations.say_what_becomes_of_enrolments(import_id, withdraw=wanted),
        LineKind.ENROLLED,
    )


def _page(run: ImportRun, form: LeavingForm, page: Page[Any]) -> str:
    return render_template(
        "imports/leaving.html", run=run, form=form, page=page, title=_("Who has left?")
    )


def _log(run: ImportRun, rows: int) -> None:
    """Whoever looks at names is on record."""
    if rows:
        log_access(
            AccessKind.IMPORT,
            actor_id=current_actor().person_id,
            row_count=rows,
            filters={"import": run.id, **arguments.for_the_log()},
        )
