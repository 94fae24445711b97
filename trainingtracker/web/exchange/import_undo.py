"""Taking a list back: what that would do, what stands in the way, the decision."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from trainingtracker.errors import RuleViolation
from trainingtracker.exchange.runs import operations, undoing
from trainingtracker.exchange.runs.tables import label
from trainingtracker.extensions import db
from trainingtracker.models import ImportRun
from trainingtracker.text import Message
from trainingtracker.vocabulary import ImportStatus
from trainingtracker.web.access import HR, access
from trainingtracker.web.background import background
from trainingtracker.web.exchange.import_run import DecisionForm, asked_run
from trainingtracker.web.exchange.imports import PATIENCE
from trainingtracker.web.requests import current_actor

BLUEPRINT = Blueprint("import_undo", __name__, url_prefix="/imports/<int:import_id>/undo")


@BLUEPRINT.get("")
@access(HR)
def show(import_id: int) -> str | Answer:
    run = asked_run(import_id)
    if run.status is not ImportStatus.APPLIED:
        return redirect(url_for("import_run.show", import_id=import_id))
    return _page(run, DecisionForm(None))


@BLUEPRINT.post("")
@access(HR)
def order(import_id: int) -> str | tuple[str, int] | Answer:
    asked_run(import_id)
    form = DecisionForm()
    try:
        operations.order_undo(import_id, current_actor())
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        return _page(asked_run(import_id), form), violation.status_code
    db.session.commit()
    background().take_up(import_id, PATIENCE)
    flash(_("The list is taken back."), "success")
    return redirect(url_for("import_run.show", import_id=import_id), 303)


def _page(run: ImportRun, form: DecisionForm) -> str:
    try:
        in_the_way = undoing.what_stands_in_the_way(run)
    except RuleViolation as violation:
        in_the_way = [Message(violation.message, violation.values)]
    rows = [(label(name), *numbers) for name, numbers in undoing.rows_to_take_back(run).items()]
    return render_template(
        "imports/undo.html",
        run=run,
        form=form,
        in_the_way=in_the_way,
        rows=rows,
        foretold=undoing.foretold(run),
    )
