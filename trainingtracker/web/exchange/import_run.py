"""One list on its way in: progress, the comparison, the decision, what became of it."""

from collections.abc import Callable
from io import BytesIO

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as Answer

from trainingtracker import clock, settings
from trainingtracker.errors import RuleViolation
from trainingtracker.exchange.kinds import KINDS
from trainingtracker.exchange.meaning.table import NEARLY
from trainingtracker.exchange.reading.choices import Choices
from trainingtracker.exchange.runs import operations, problems, queries, source
from trainingtracker.exchange.runs.source import ListSheet
from trainingtracker.exchange.runs.values import message
from trainingtracker.exchange.wording import as_listed
from trainingtracker.extensions import db
from trainingtracker.models import ImportRun
from trainingtracker.privacy import log_access
from trainingtracker.vocabulary import AccessKind, ImportStatus, LineKind, ListKind
from trainingtracker.web import arguments
from trainingtracker.web.access import HR, access
from trainingtracker.web.background import background
from trainingtracker.web.exchange.imports import PATIENCE, XLSX
from trainingtracker.web.filters import number
from trainingtracker.web.forms import PageForm
from trainingtracker.web.paging import Page
from trainingtracker.web.requests import current_account, current_actor, reader_language

BLUEPRINT = Blueprint("import_run", __name__, url_prefix="/imports/<int:import_id>")

# In the order in which readers should look at them.
_SHOWN = (
    LineKind.PROBLEM,
    LineKind.CONFLICT,
    LineKind.CHANGED,
    LineKind.NEW,
    LineKind.ENROLLED,
    LineKind.MISSING,
    LineKind.UNCHANGED,
    LineKind.LEFT_OUT,
)


class DecisionForm(PageForm):
    """No fields of its own: the button is the decision."""


@BLUEPRINT.get("")
@access(HR)
def show(import_id: int) -> str:
    return _page(asked_run(import_id), DecisionForm(None))


@BLUEPRINT.get("/progress")
@access(HR)
def progress(import_id: int) -> Response:
    """How far it is, for the script of the page."""
    run = asked_run(import_id)
    return jsonify(working=run.status.working, done=run.done, total=run.total, says=_says(run))


@BLUEPRINT.post("/application")
@access(HR)
def order(import_id: int) -> str | tuple[str, int] | Answer:
    return decide(import_id, lambda: _order(import_id))


@BLUEPRINT.post("/comparison")
@access(HR)
def compare(import_id: int) -> str | tuple[str, int] | Answer:
    kind = arguments.sent_member("list", ListKind)
    return decide(import_id, lambda: operations.compare_again(import_id, kind))


@BLUEPRINT.post("/discarding")
@access(HR)
def discard(import_id: int) -> str | tuple[str, int] | Answer:
    return decide(import_id, lambda: operations.discard(import_id))


@BLUEPRINT.get("/problems.<any(xlsx, csv):form>")
@access(HR)
def download_problems(import_id: int, form: str) -> Response:
    run, language = asked_run(import_id), reader_language()
    found = queries.lines(run.id, LineKind.PROBLEM)
    if form == "csv":
        content, mimetype = problems.as_csv(found, language), "text/csv"
    else:
        account = current_account()
        author = account.person.full_name if account else ""
        content = problems.as_workbook(found, _sheets(run), language, author)
        mimetype = XLSX
    log_access(
        AccessKind.EXPORT,
        actor_id=current_actor().person_id,
        row_count=len(found),
        filters={"import": run.id, "page": request.path},
    )
    return send_file(
        BytesIO(content),
        mimetype=mimetype,
        as_attachment=True,
        download_name=f"{problems.title(language)}.{form}",
    )


def _sheets(run: ImportRun) -> list[ListSheet]:
    """The list as it came; nothing where it is not kept any more."""
    try:
        return source.sheets(run)
    except RuleViolation:
        return []


def _order(import_id: int) -> ImportRun:
    return operations.order(import_id, request.form.get("outcome", ""), current_actor())


def decide(
    import_id: int, decision: Callable[[], ImportRun], shown: LineKind | None = None
) -> str | tuple[str, int] | Answer:
    """Carry a decision out and look at the list again, at what is to be `shown` of it."""
    asked_run(import_id)
    form = DecisionForm()
    try:
        status = decision().status
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        return _page(asked_run(import_id), form), violation.status_code
    db.session.commit()
    if status is ImportStatus.DISCARDED:
        flash(_("The list has been discarded. Nothing of it has been written."), "success")
    else:
        background().take_up(import_id, PATIENCE)
    anchor = "list" if shown else None
    here = url_for("import_run.show", import_id=import_id, show=shown, _anchor=anchor)
    return redirect(here, 303)


def asked_run(import_id: int) -> ImportRun:
    """The import; work on it that was interrupted is taken up again."""
    run = queries.find(import_id)
    if run is None:
        abort(404)
    if request.method == "GET" and run.rests(clock.now()):
        background().take_up(import_id)
    return run


def _page(run: ImportRun, form: DecisionForm) -> str:
    numbers = {
        LineKind.PROBLEM: run.problems,
        LineKind.CHANGED: run.changed,
        LineKind.CONFLICT: run.conflicts,
        LineKind.NEW: run.new,
        LineKind.ENROLLED: queries.number_of(run.id, LineKind.ENROLLED),
        LineKind.MISSING: run.missing,
        LineKind.UNCHANGED: run.unchanged,
        LineKind.LEFT_OUT: run.left_out,
    }
    offered = [kind for kind in _SHOWN if numbers[kind]]
    asked = arguments.member("show", LineKind)
    shown = asked if asked in offered else next(iter(offered), None)
    window = arguments.window()
    found, notes = [], []
    if not run.status.working and shown:
        found = queries.lines(run.id, shown, window.limit, window.offset)
        notes = queries.lines(run.id, LineKind.NOTE)
        _log(run, len(found))
    choices = Choices.of(run.choices)
    return render_template(
        "imports/run.html",
        run=run,
        form=form,
        says=_says(run),
        remark=message(run.remark) if run.remark else None,
        numbers=numbers,
        offered=offered,
        shown=shown,
        page=Page(found, numbers[shown] if shown else 0, window.number),
        notes=notes,
        has_history=KINDS[run.list_kind].by_operations or choices.withdraw,
        asks_columns=any(line.message and line.message.message == NEARLY for line in found),
        asks_who_leaves=_asks_who_leaves(run, choices),
        withdraws=choices.withdraw,
        file_days=settings.get("import_file_days"),
        kinds=[kind for kind in ListKind if kind is not run.list_kind],
        as_listed=lambda value: as_listed(value, reader_language()),
    )


def _asks_who_leaves(run: ImportRun, choices: Choices) -> bool:
    """Somebody is missing from a staff list, or was and has a last day by now."""
    of_people = run.list_kind is ListKind.PEOPLE and run.status is ImportStatus.COMPARED
    return of_people and bool(run.missing or choices.leaving or choices.rest_leave)


def _says(run: ImportRun) -> str:
    """What is happening now, in one sentence."""
    match run.status:
        case ImportStatus.UPLOADED:
            return _("The list waits to be compared.")
        case ImportStatus.COMPARING if run.total:
            return _(
                "%(done)s of %(total)s rows have been compared.",
                done=number(run.done),
                total=number(run.total),
            )
        case ImportStatus.COMPARING:
            return _("The file is being read.")
        case ImportStatus.ORDERED | ImportStatus.APPLYING:
            return ngettext(
                "%(number)s entry is being written.",
                "%(number)s entries are being written.",
                run.new + run.changed,
                number=number(run.new + run.changed),
            )
        case ImportStatus.UNDO_ORDERED | ImportStatus.UNDOING:
            return _("What the list has written is being taken back.")
    return _("Done.")


def _log(run: ImportRun, rows: int) -> None:
    """Lists of people are other people's data."""
    if rows and KINDS[run.list_kind].personal:
        log_access(
            AccessKind.IMPORT,
            actor_id=current_actor().person_id,
            row_count=rows,
            filters={"import": run.id, **arguments.for_the_log()},
        )
