"""Saving filters under a name, changing and deleting them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select

from trainingtracker import clock, settings
from trainingtracker.accounts.actor import Actor
from trainingtracker.collation import fold
from trainingtracker.enrolment.locking import lock_persons
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Person, ReportRun, SavedReport
from trainingtracker.organisation.versions import take_version
from trainingtracker.reports.asking import ask
from trainingtracker.reports.registry import REPORTS
from trainingtracker.reports.report import Report
from trainingtracker.reports.runs.keeping import cancel
from trainingtracker.reports.saved import days, schedules
from trainingtracker.reports.saved.finding import called
from trainingtracker.reports.saved.readers import readers_of
from trainingtracker.reports.typed import choices, understood
from trainingtracker.text import mark
from trainingtracker.vocabulary import ReportComparison, ReportDays, ReportReaders, Schedule

NOT_YOURS = mark("You may not have this report. Its filters cannot be saved.")
DAYS_STAND_STILL = mark(
    "What is made by itself needs days that move on. Choose which days are meant each time."
)
NOT_FOR_THEM = mark("Those with whom you want to share it may not have this report.")
NAME_TAKEN = mark("You have already saved something else as “%(name)s”. Choose another name.")


class SavedAs(NamedTuple):
    """What is typed beside the filters."""

    name: str
    days: ReportDays
    shared_with: ReportReaders | None = None
    schedule: Schedule | None = None
    compared: ReportComparison | None = None


def save(report: Report, typed: Mapping[str, str], wanted: SavedAs, actor: Actor) -> SavedReport:
    """Keep filters, as they were typed, under a name.

    Saving the same once more gives what was saved. Raises RuleViolation for a name that stands for
    something else, and for what the actor may not see.
    """
    parameters = _checked(report, typed, wanted, actor)
    lock_persons([actor.person_id])
    saved = called(wanted.name, actor.person_id)
    if saved is None:
        saved = SavedReport(owner_id=actor.person_id, report_key=report.key)
        _write(saved, parameters, wanted)
        db.session.add(saved)
        db.session.flush()
    elif (saved.report_key, saved.parameters, saved_as(saved)) != (report.key, parameters, wanted):
        raise RuleViolation(NAME_TAKEN, name=saved.name)
    return saved


def change(
    saved: SavedReport, typed: Mapping[str, str], wanted: SavedAs, seen: int, actor: Actor
) -> None:
    """Other filters, another name, other readers or another schedule.

    StaleVersion where the owner has saved it elsewhere since version `seen`.
    """
    lock_persons([actor.person_id])
    take_version(saved, seen)
    parameters = _checked(REPORTS[saved.report_key], typed, wanted, actor)
    other = called(wanted.name, actor.person_id)
    if other is not None and other.id != saved.id:
        raise RuleViolation(NAME_TAKEN, name=other.name)
    _write(saved, parameters, wanted)
    db.session.flush()


def delete(saved: SavedReport) -> None:
    """Forget the filters. Files that were made of them stay; what still waits is not made."""
    made = select(ReportRun).where(ReportRun.saved_report_id == saved.id)
    for run in db.session.scalars(made).all():
        cancel(run)
        run.saved_report_id = None
    db.session.flush()
    db.session.delete(saved)
    db.session.flush()


def forget_those_of_leavers(now: datetime) -> None:
    """Delete what people saved who left so long ago that their files have been deleted as well."""
    kept: int = settings.get("retention_report_days")
    left = select(Person.id).where(Person.exit < clock.local_day(now) - timedelta(days=kept))
    for saved in db.session.scalars(select(SavedReport).where(SavedReport.owner_id.in_(left))):
        delete(saved)


def saved_as(saved: SavedReport) -> SavedAs:
    return SavedAs(saved.name, saved.days, saved.shared_with, saved.schedule, saved.compared)


def _checked(
    report: Report, typed: Mapping[str, str], wanted: SavedAs, actor: Actor
) -> dict[str, str]:
    """The filters to keep, after the owner has asked for them once and may have them."""
    if not report.audience(actor):
        raise NotAllowed(NOT_YOURS)
    offered = days.choices(report)
    if wanted.schedule and wanted.days is ReportDays.AS_TYPED and len(offered) > 1:
        raise RuleViolation(DAYS_STAND_STILL)
    if wanted.shared_with and wanted.shared_with not in readers_of(report):
        raise RuleViolation(NOT_FOR_THEM)
    parameters = days.lasting(report, typed, wanted.days, wanted.compared)
    today = clock.today()
    asked = choices(days.filled(report, parameters, wanted.days, today, wanted.compared))
    ask(report, understood(asked), actor, "de", "", tree=asked.tree)
    return parameters


def _write(saved: SavedReport, parameters: dict[str, str], wanted: SavedAs) -> None:
    if wanted.schedule != saved.schedule:
        saved.due_on = (
            schedules.next_due(wanted.schedule, clock.today()) if wanted.schedule else None
        )
        saved.ended_on = None
    saved.name, saved.name_key = wanted.name, fold(wanted.name)
    saved.parameters, saved.days, saved.compared = parameters, wanted.days, wanted.compared
    saved.shared_with, saved.schedule = wanted.shared_with, wanted.schedule
