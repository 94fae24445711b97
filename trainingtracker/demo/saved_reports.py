"""Filters that people of the example city have saved; one report has been made by itself."""

from datetime import date, time, timedelta

from trainingtracker import clock
from trainingtracker.accounts.actor import actor_of
from trainingtracker.extensions import db
from trainingtracker.models import AccessEntry, SavedReport
from trainingtracker.notify import report_messages
from trainingtracker.reports.asking import ask
from trainingtracker.reports.registry import REPORTS
from trainingtracker.reports.rendering.files import outgoing
from trainingtracker.reports.runs.keeping import keep
from trainingtracker.reports.saved import schedules
from trainingtracker.reports.saved.saving import SavedAs, save
from trainingtracker.reports.typed import choices, understood
from trainingtracker.vocabulary import (
    AccessKind,
    ReportComparison,
    ReportDays,
    ReportReaders,
    Schedule,
)

_AGO = timedelta(days=35)
_SAVED: tuple[tuple[str, str, dict[str, str], SavedAs], ...] = (
    (
        "hr",
        "attainment",
        {"topic": "languages", "names": "0", "part": "units"},
        SavedAs(
            "Sprachen für die Dezernatsrunde",
            ReportDays.PREVIOUS_QUARTER,
            schedule=Schedule.QUARTERLY,
            compared=ReportComparison.YEAR_BEFORE,
        ),
    ),
    (
        "hr",
        "expiring_holdings",
        {},
        SavedAs("Was bald abläuft", ReportDays.DAY, ReportReaders.MANAGER),
    ),
    ("hr", "utilisation", {}, SavedAs("Auslastung im letzten Monat", ReportDays.PREVIOUS_MONTH)),
    ("coordinator", "attainment", {"names": "1"}, SavedAs("Stand bei uns", ReportDays.DAY)),
)
_TEAM = SavedAs(
    "Kompetenzen im Team am Monatsende", ReportDays.PREVIOUS_MONTH, schedule=Schedule.MONTHLY
)


def save_some(by_login: dict[str, int], today: date) -> None:
    """Everybody has saved theirs some weeks ago; one has fallen due since."""
    with clock.frozen(clock.at(today - _AGO, time(10))):
        for login, report_key, typed, saved_as in _SAVED:
            _save(by_login[login], report_key, typed, saved_as)
        team = _save(by_login["manager"], "competence_matrix", {}, _TEAM)
    while team.due_on is not None and team.due_on <= today:
        with clock.frozen(clock.at(team.due_on, time(6))):
            _make(team, team.due_on)
    db.session.info["actor"] = None


def _save(owner_id: int, report_key: str, typed: dict[str, str], saved_as: SavedAs) -> SavedReport:
    db.session.info["actor"] = owner_id
    return save(REPORTS[report_key], typed, saved_as, actor_of(owner_id))


def _make(saved: SavedReport, due_on: date) -> None:
    """What the worker does in three transactions."""
    assert saved.schedule is not None
    run = schedules.order(saved, due_on)
    saved.due_on = schedules.next_due(saved.schedule, due_on)
    report, offered = REPORTS[saved.report_key], choices(run.parameters)
    actor, owner = actor_of(saved.owner_id), saved.owner
    question = ask(report, understood(offered), actor, run.language, owner.full_name)
    file = outgoing(report, run.ending, question, run.number)
    keep(run, b"".join(file.pieces), file)
    report_messages.report_ready(run, saved, owner)
    logged = {**run.parameters, "report": report.key, "number": run.number}
    db.session.add(
        AccessEntry(
            kind=AccessKind.EXPORT, actor_id=owner.id, row_count=file.row_count, filters=logged
        )
    )
