"""My reports: saved filters, and every file that was made; the same again while it is kept."""

from typing import NamedTuple

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import ReportRun, SavedReport
from trainingtracker.privacy import log_access
from trainingtracker.reports.registry import REPORTS
from trainingtracker.reports.rendering.files import MEDIA_TYPES
from trainingtracker.reports.runs import keeping
from trainingtracker.reports.runs.numbered import numbered
from trainingtracker.reports.saved import finding, words
from trainingtracker.reports.typed import choices
from trainingtracker.text import mark
from trainingtracker.vocabulary import AccessKind, ReportStatus
from trainingtracker.web import arguments
from trainingtracker.web.access import SIGNED_IN, access
from trainingtracker.web.background import background
from trainingtracker.web.filters import number
from trainingtracker.web.paging import Page
from trainingtracker.web.requests import current_actor, reader_language
from trainingtracker.web.sending import as_attachment

BLUEPRINT = Blueprint("report_runs", __name__, url_prefix="/reports/runs")


@BLUEPRINT.get("")
@access(SIGNED_IN)
def listing() -> str:
    window = arguments.window()
    runs, total = keeping.runs_of(
        current_actor().person_id, limit=window.limit, offset=window.offset
    )
    return render_template(
        "reports/runs.html",
        page=Page(runs, total, window.number),
        of=numbered,
        **(_saved_lines() if window.number == 1 else {}),
    )


@BLUEPRINT.get("/<int:run_id>")
@access(SIGNED_IN)
def show(run_id: int) -> str:
    run, actor = _run(run_id), current_actor()
    report = REPORTS.get(run.report_key)
    return render_template(
        "reports/run.html",
        run=run,
        report=numbered(run.report_key),
        of_a_list=report is None,
        says=_says(run),
        asked=_asked(run),
        kept_until=keeping.kept_until(run),
        may_have=keeping.may_have(run, current_actor()),
        withheld=keeping.withheld(run, current_actor()),
        asks_again=bool(report and report.audience(actor)),
        saved_is_own=bool(
            run.saved_report and run.saved_report.owner_id == current_actor().person_id
        ),
    )


@BLUEPRINT.get("/<int:run_id>/progress")
@access(SIGNED_IN)
def progress(run_id: int) -> Response:
    """How far it is, for the script of the page."""
    run = _run(run_id)
    return jsonify(working=run.status.working, done=run.done, total=run.total, says=_says(run))


@BLUEPRINT.get("/<int:run_id>/file")
@access(SIGNED_IN)
def file(run_id: int) -> Response:
    """The same content again, as often as somebody wants it; each time is in the access log."""
    run = _run(run_id)
    if not keeping.may_have(run, current_actor()):
        abort(403)
    content = keeping.content_of(run)
    if content is None or keeping.withheld(run, current_actor()):
        abort(404)
    log_access(
        AccessKind.EXPORT,
        actor_id=current_actor().person_id,
        row_count=run.row_count,
        filters={**run.parameters, "report": run.report_key, "number": run.number, "again": True},
    )
    return as_attachment(Response(content, mimetype=MEDIA_TYPES[run.ending]), run.file_name)


@BLUEPRINT.post("/<int:run_id>/cancellation")
@access(SIGNED_IN)
def cancel(run_id: int) -> Answer:
    run = _run(run_id)
    if run.requested_by_id != current_actor().person_id:
        abort(403)
    keeping.cancel(run)
    db.session.commit()
    return redirect(url_for("report_runs.show", run_id=run_id), 303)


def _asked(run: ReportRun) -> list[tuple[str, str]]:
    """What was asked for: terms (message ids) and values in words."""
    typed, language = run.parameters, reader_language()
    if run.report_key not in REPORTS:
        said = ", ".join(f"{name}: {value}" for name, value in typed.items())
        return [(mark("Filters of the page"), said)] if said else []
    offered = choices({"as_of": typed.get("as_of", ""), "topic": typed.get("topic", "")})
    return [
        *words.days_asked(typed, language),
        *words.particulars(REPORTS[run.report_key], typed, offered.tree, offered.topics, language),
    ]


class SavedLine(NamedTuple):
    """Saved filters as a list shows them; `in_words` says what they mean today."""

    saved: SavedReport
    title: str
    in_words: str


def _saved_lines() -> dict[str, list[SavedLine]]:
    """What the reader has saved, and what others share with the reader."""
    actor, today, language = current_actor(), clock.today(), reader_language()
    # Whatever filters there are, units and topics are looked up once.
    offered = choices({"topic": ""})

    def line(saved: SavedReport) -> SavedLine:
        report = REPORTS[saved.report_key]
        meaning = words.in_one_line(
            report, saved.parameters, saved.days, offered, today, language, saved.compared
        )
        return SavedLine(saved, report.title, meaning)

    return {
        "own": [line(saved) for saved in finding.owned_by(actor.person_id)],
        "shared": [line(saved) for saved in finding.shared_with(actor)],
    }


def _run(run_id: int) -> ReportRun:
    """The run; work on it that was interrupted is taken up again."""
    run = keeping.find(run_id, current_actor())
    if run is None:
        abort(404)
    if request.method == "GET" and run.rests(clock.now()):
        background().make_report(run_id)
    return run


def _says(run: ReportRun) -> str:
    """What is happening now, in one sentence."""
    if run.status is ReportStatus.WAITING:
        return _("The report waits to be made.")
    if run.total:
        return _(
            "%(done)s of %(total)s rows have been written.",
            done=number(run.done),
            total=number(run.total),
        )
    return _("The report is being made.")
