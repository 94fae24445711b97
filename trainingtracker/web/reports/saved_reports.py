"""Filters of a report under a name: save them, open them again, share, change and delete them.

Opening leads to the page of the report. What a reader gets there is decided there, with the role
and the scope of that reader, whoever has saved the filters.
"""

from collections.abc import Mapping
from enum import StrEnum
from urllib.parse import urlencode

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingtracker import clock
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import SavedReport
from trainingtracker.reports.registry import REPORTS
from trainingtracker.reports.report import Report
from trainingtracker.reports.saved import days, finding, saving
from trainingtracker.reports.saved.words import particulars
from trainingtracker.reports.typed import choices, typed_for, understood
from trainingtracker.vocabulary import ReportDays
from trainingtracker.web import arguments
from trainingtracker.web.access import SIGNED_IN, access
from trainingtracker.web.conflicts import Change
from trainingtracker.web.reports.reports import READS_REPORTS, report_for_reader
from trainingtracker.web.reports.saved_report_form import ChangeForm, SaveForm
from trainingtracker.web.requests import current_actor, reader_language

BLUEPRINT = Blueprint("saved_reports", __name__, url_prefix="/reports/saved")
Answer = str | tuple[str, int] | Response


@BLUEPRINT.route("/new/<report_key>", methods=["GET", "POST"])
@access(READS_REPORTS)
def new(report_key: str) -> Answer:
    """The filters are those of the address; what else is asked for is typed here."""
    report = report_for_reader(report_key)
    typed = _typed(report)
    form = SaveForm() if request.method == "POST" else SaveForm(None, data=_proposed(report, typed))
    form.offer(report, typed)
    if not form.is_submitted():
        return _first_look(form, report, typed)
    if not form.validate():
        return _page(form, report, typed), 422
    try:
        saved = saving.save(report, typed, form.wanted, current_actor())
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        return _page(form, report, typed), violation.status_code
    db.session.commit()
    flash(_("The filters are saved as “%(name)s”.", name=saved.name), "success")
    return redirect(url_for("report_runs.listing"), 303)


@BLUEPRINT.get("/<int:saved_id>")
@access(SIGNED_IN)
def open_(saved_id: int) -> Response:
    saved = finding.readable(saved_id, current_actor()) or abort(404)
    query = urlencode(finding.typed_today(saved) | {"saved": str(saved.id)})
    return redirect(f"{url_for('reports.show', report_key=saved.report_key)}?{query}", 303)


@BLUEPRINT.route("/<int:saved_id>/edit", methods=["GET", "POST"])
@access(SIGNED_IN)
def edit(saved_id: int) -> Answer:
    """With filters in the address these take the place of those that are saved."""
    saved = _own(saved_id)
    report = REPORTS[saved.report_key]
    typed = _typed(report) if request.args else finding.typed_today(saved)
    form = ChangeForm.of(saved, report, typed)
    if not form.is_submitted():
        if not typed.items() >= finding.typed_today(saved).items():
            proposed = _proposed(report, typed)
            form.days.data, form.compared.data = proposed["days"], proposed["compared"]
        return _page(form, report, typed, saved)
    form = ChangeForm()
    form.offer(report, typed)
    if not form.validate():
        return _page(form, report, typed, saved), 422
    try:
        saving.change(saved, typed, form.wanted, form.seen_version, current_actor())
    except RuleViolation as violation:
        changes = form.not_saved(violation, lambda: ChangeForm.of(_own(saved_id), report, typed))
        return _page(form, report, typed, _own(saved_id), changes), violation.status_code
    db.session.commit()
    flash(_("The filters are saved as “%(name)s”.", name=saved.name), "success")
    return redirect(url_for("report_runs.listing"), 303)


@BLUEPRINT.route("/<int:saved_id>/deletion", methods=["GET", "POST"])
@access(SIGNED_IN)
def delete(saved_id: int) -> Answer:
    saved = _own(saved_id)
    if request.method == "GET":
        return render_template(
            "saved_reports/delete.html", saved=saved, report=REPORTS[saved.report_key]
        )
    name = saved.name
    saving.delete(saved)
    db.session.commit()
    flash(_("“%(name)s” is deleted.", name=name), "success")
    return redirect(url_for("report_runs.listing"), 303)


def _first_look(form: SaveForm, report: Report, typed: dict[str, str]) -> Answer:
    """Filters that make no sense are told before anybody has thought of a name for them."""
    try:
        understood(choices(typed))
    except RuleViolation as violation:
        form.refuse(violation)
        return _page(form, report, typed), violation.status_code
    return _page(form, report, typed)


def _own(saved_id: int) -> SavedReport:
    return finding.owned(saved_id, current_actor()) or abort(404)


def _typed(report: Report) -> dict[str, str]:
    """The filters of the address, and the table that was looked at."""
    typed = typed_for(report, request.args, current_actor())
    part = arguments.words("part")
    return typed | ({"part": part} if any(part == each.key for each in report.tables) else {})


def _proposed(report: Report, typed: Mapping[str, str]) -> dict[str, StrEnum | None]:
    """Days that were typed for a day that moves on move on with it."""
    meant = days.meant(report, typed, clock.today())
    moves = meant is not ReportDays.AS_TYPED
    return {"days": meant, "compared": days.comparison_meant(typed) if moves else None}


def _page(
    form: SaveForm,
    report: Report,
    typed: dict[str, str],
    saved: SavedReport | None = None,
    changes: list[Change] | None = None,
) -> str:
    offered, language = choices(typed), reader_language()

    def in_words(filters: Mapping[str, str]) -> list[tuple[str, str]]:
        """Besides the days, which are chosen in the form."""
        others = {name: value for name, value in filters.items() if name != "compare_with"}
        return list(particulars(report, others, offered.tree, offered.topics, language))

    return render_template(
        "saved_reports/edit.html" if saved else "saved_reports/new.html",
        form=form,
        report=report,
        query={name: value for name, value in typed.items() if value},
        filters=in_words(typed),
        stored=in_words(saved.parameters) if saved else [],
        saved=saved,
        changes=changes or [],
    )
