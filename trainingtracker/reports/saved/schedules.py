"""When saved reports are due: on the first working day of a month or quarter."""

from datetime import date, timedelta

from sqlalchemy import select

from trainingtracker import clock, settings
from trainingtracker.accounts.actor import actor_for, may_sign_in
from trainingtracker.extensions import db
from trainingtracker.models import Account, ReportRun, SavedReport
from trainingtracker.notify.letter import language_of
from trainingtracker.reports.registry import REPORTS
from trainingtracker.reports.runs.keeping import new_run
from trainingtracker.reports.saved import days
from trainingtracker.vocabulary import Schedule
from trainingtracker.working_days import WorkingDays

_MONTHS = {Schedule.MONTHLY: 1, Schedule.QUARTERLY: 3}


def next_due(schedule: Schedule, after: date) -> date:
    """The first working day of a month or quarter that comes next after a day."""
    working = WorkingDays(settings.get("federal_state"))
    first = after.replace(day=1)
    if schedule is Schedule.QUARTERLY:
        first = first.replace(month=(first.month - 1) // 3 * 3 + 1)
    while (due := working.after(first - timedelta(days=1), 1)) <= after:
        first = clock.add_months(first, _MONTHS[schedule])
    return due


def due(today: date) -> list[tuple[int, date]]:
    """The saved reports that are due, and since when."""
    rows = db.session.execute(
        select(SavedReport.id, SavedReport.due_on)
        .where(SavedReport.schedule.is_not(None), SavedReport.due_on <= today)
        .order_by(SavedReport.due_on, SavedReport.id)
    )
    return [(saved_id, due_on) for saved_id, due_on in rows if due_on is not None]


def entitled(saved: SavedReport) -> bool:
    """Whether the owner works here and may have the report, with the roles of today."""
    account = db.session.scalar(select(Account).where(Account.person_id == saved.owner_id))
    report = REPORTS.get(saved.report_key)
    return bool(account and report and may_sign_in(account) and report.audience(actor_for(account)))


def order(saved: SavedReport, due_on: date) -> ReportRun:
    """A workbook for the day on which it is due; it waits to be made."""
    report = REPORTS[saved.report_key]
    return new_run(
        report.key,
        "xlsx",
        language_of(saved.owner),
        days.filled(report, saved.parameters, saved.days, due_on, saved.compared),
        saved.owner_id,
        saved_report_id=saved.id,
        due_on=due_on,
    )


def end(saved: SavedReport, today: date) -> None:
    """Make it no longer by itself; the page of its owner says since when."""
    saved.schedule, saved.due_on, saved.ended_on = None, None, today
