"""The files of a report, each on its way while it is made."""

from collections.abc import Callable

from flask import Response, request

from trainingtracker.reports.outgoing import Outgoing
from trainingtracker.reports.report import Question, Report
from trainingtracker.web.downloads import MEDIA_TYPES, sent


def report_file(report: Report, ending: str, ask: Callable[[], Question]) -> Response:
    """The file of what `ask`, called inside the snapshot, says the reader may see.

    A RuleViolation of `ask` passes through; nothing is logged then.
    """

    def make(_language: str, _reader: str) -> Outgoing:
        return outgoing(report, ending, ask(), request.args.get("part", ""))

    return sent(report.key, make, MEDIA_TYPES[ending])


def outgoing(report: Report, ending: str, question: Question, part: str = "") -> Outgoing:
    """One of the files; CSV has one table, the `part` or the first."""
    from trainingtracker.reports.rendering.excel import workbook
    from trainingtracker.reports.rendering.plain import csv_file, json_file

    if ending == "csv":
        tables = report.tables_for(question)
        table = next((table for table in tables if table.key == part), tables[0])
        return csv_file(report, table, question)
    if ending == "json":
        return json_file(report, question)
    return workbook(report, question)
