"""Saved reports that are due: each is ordered once for each of its days, whoever gets there first.

What is ordered is made with all other reports that wait (jobs/reports.py). A day that passed while
nothing was running is made up for.
"""

from datetime import date, datetime

from sqlalchemy import update

from trainingtracker.extensions import begin, db
from trainingtracker.models import SavedReport
from trainingtracker.notify import report_messages
from trainingtracker.reports.registry import REPORTS
from trainingtracker.reports.saved import schedules
from trainingtracker.reports.saved.saving import forget_those_of_leavers


def order_due_reports(today: date) -> int:
    """Order what is due, each day in a transaction; returns how many files will be made."""
    ordered = 0
    # The next of its days may have passed as well.
    while due := _due(today):
        ordered += sum(_order(saved_id, due_on, today) for saved_id, due_on in due)
    return ordered


def forget_old_saved_reports(now: datetime) -> None:
    begin("write")
    forget_those_of_leavers(now)
    db.session.commit()


def _due(today: date) -> list[tuple[int, date]]:
    begin("read")
    found = schedules.due(today)
    db.session.rollback()
    return found


def _order(saved_id: int, due_on: date, today: date) -> bool:
    begin("write")
    saved = db.session.get(SavedReport, saved_id)
    if saved is None or not _claim(saved, due_on):
        db.session.rollback()
        return False
    entitled = schedules.entitled(saved)
    if entitled:
        schedules.order(saved, due_on)
    else:
        schedules.end(saved, today)
        owner, report = saved.owner, REPORTS.get(saved.report_key)
        if report and owner.email and owner.employed_on(today):
            report_messages.schedule_ended(saved, owner, report.title, due_on)
    db.session.commit()
    return entitled


def _claim(saved: SavedReport, due_on: date) -> bool:
    """Move on to the next day, unless somebody else has: then this one has been ordered."""
    if saved.schedule is None:
        return False
    upcoming = schedules.next_due(saved.schedule, due_on)
    claimed = db.session.execute(
        update(SavedReport)
        .where(SavedReport.id == saved.id, SavedReport.due_on == due_on)
        .values(due_on=upcoming)
        .execution_options(synchronize_session=False)
        .returning(SavedReport.id)
    ).all()
    db.session.refresh(saved)
    return bool(claimed)
