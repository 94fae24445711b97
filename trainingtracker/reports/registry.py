"""Every report there is. To add one: a module with its Report, and a line here."""

from trainingtracker.accounts.actor import Actor
from trainingtracker.reports.attainment import ATTAINMENT
from trainingtracker.reports.report import Report

REPORTS: dict[str, Report] = {report.key: report for report in (ATTAINMENT,)}


def reports_for(actor: Actor) -> list[Report]:
    """The reports that this reader may have."""
    return [report for report in REPORTS.values() if report.audience(actor)]
