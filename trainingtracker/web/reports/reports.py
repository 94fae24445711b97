"""The reports that a reader may have: choose, look at the rows, download."""

from typing import Any

from flask import Blueprint, Response, abort, render_template, request
from werkzeug.wrappers import Response as Answer

from trainingtracker import text
from trainingtracker.accounts.actor import Actor
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import SavedReport
from trainingtracker.privacy import log_access
from trainingtracker.reports.asked_in_words import left_out_of, notes_of, subtitle
from trainingtracker.reports.asking import ask
from trainingtracker.reports.registry import REPORTS, reports_for
from trainingtracker.reports.rendering.preview import preview
from trainingtracker.reports.report import Question, Report
from trainingtracker.reports.saved import finding
from trainingtracker.reports.typed import Choices, choices, typed_for, understood
from trainingtracker.vocabulary import AccessKind
from trainingtracker.web import arguments
from trainingtracker.web.access import Rule, access
from trainingtracker.web.paging import Page
from trainingtracker.web.reports.files import report_file
from trainingtracker.web.reports.rows import headings, table_rows
from trainingtracker.web.requests import current_account, current_actor, reader_language
from trainingtracker.web.unit_choices import unit_choices

BLUEPRINT = Blueprint("reports", __name__, url_prefix="/reports")
READS_REPORTS = Rule("in the audience of a report", lambda actor: bool(reports_for(actor)))


@BLUEPRINT.get("")
@access(READS_REPORTS)
def listing() -> str:
    return render_template("reports/list.html", reports=reports_for(current_actor()))


@BLUEPRINT.get("/<report_key>")
@access(READS_REPORTS)
def show(report_key: str) -> str | tuple[str, int]:
    report = report_for_reader(report_key)
    offered = _offered(report)
    try:
        question = _question(report, offered)
    except RuleViolation as refused:
        return _refusal(report, offered, refused)
    return _page(report, offered, **_content(report, question))


@BLUEPRINT.get("/<report_key>.<any(xlsx, csv, json):ending>")
@access(READS_REPORTS)
def download(report_key: str, ending: str) -> Response | Answer | tuple[str, int]:
    report = report_for_reader(report_key)
    offered = _offered(report)
    part = {"part": part} if (part := arguments.words("part")) else {}
    try:
        return report_file(
            report, ending, lambda: _question(report, _offered(report)), offered.query | part
        )
    except RuleViolation as refused:
        # The page of the report says what is wrong, beside what was asked for.
        db.session.rollback()
        return _refusal(report, offered, refused)


def report_for_reader(key: str) -> Report:
    """404 for a report that there is not, 403 for one that is for others."""
    report = REPORTS.get(key)
    if report is None:
        abort(404)
    if not report.audience(current_actor()):
        abort(403)
    return report


def _offered(report: Report) -> Choices:
    return choices(typed_for(report, request.args, current_actor()))


def _question(report: Report, offered: Choices) -> Question:
    account = current_account()
    reader = account.person.full_name if account else ""
    filters = understood(offered)
    return ask(report, filters, current_actor(), reader_language(), reader)


def _content(report: Report, question: Question) -> dict[str, Any]:
    """Some rows of one table, made by the function that fills the files."""
    tables = report.tables_for(question)
    asked = request.args.get("part", "")
    table = next((table for table in tables if table.key == asked), tables[0])
    window = arguments.window()
    found = preview(table, question, limit=window.limit, offset=window.offset)
    if table.personal:
        log_access(
            AccessKind.REPORT,
            actor_id=current_actor().person_id,
            row_count=len(found.rows),
            filters={**arguments.for_the_log(), "report": report.key, "part": table.key},
        )
    return {
        "subtitle": subtitle(question),
        "parts": tables,
        "preview": found,
        "notes": list(dict.fromkeys([*notes_of(table, question), *left_out_of(question)])),
        "page": Page(found.rows, found.total, window.number),
        "headings": headings(found, question.language),
        "rows": table_rows(found, question.tree, question.language),
    }


def _saved(report: Report) -> SavedReport | None:
    """The saved filters with which the reader came here, if they are the reader's to know."""
    saved_id = arguments.number("saved")
    saved = finding.readable(saved_id, current_actor()) if saved_id else None
    return saved if saved and saved.report_key == report.key else None


def _refusal(report: Report, offered: Choices, refused: RuleViolation) -> tuple[str, int]:
    reason = text.sentence(refused.message, reader_language(), **refused.values)
    return _page(report, offered, refused=reason), refused.status_code


def _goes_by_now(offered: Choices, actor: Actor) -> bool:
    """Whether auditors are told that there is no earlier moment to ask for."""
    return actor.is_hr and "known_at" not in offered.typed


def _page(report: Report, offered: Choices, **content: Any) -> str:
    actor = current_actor()
    within = None if actor.is_hr else actor.coordinated_units or None
    chosen = offered.tree.by_number(offered.typed.get("unit", ""))
    return render_template(
        "reports/show.html",
        report=report,
        asked=offered,
        units=unit_choices(offered.tree, chosen.id if chosen else None, within),
        reader=reader_language(),
        saved=_saved(report),
        own_id=actor.person_id,
        goes_by_now=REPORTS["attainment"].title if _goes_by_now(offered, actor) else "",
        **content,
    )
