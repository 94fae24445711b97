"""Every report that can be downloaded. To add one: a module that writes it, and a line here."""

from trainingtracker.reports.report import ATTAINMENT, Report

REPORTS: dict[str, Report] = {report.key: report for report in (ATTAINMENT,)}
