"""The files of a report: read in one snapshot, logged as an access, sent from a file."""

from collections.abc import Callable
from typing import BinaryIO

from flask import Response, request

from trainingtracker.reports.report import Question, Report, Written
from trainingtracker.web.downloads import MEDIA_TYPES, sent


def report_file(report: Report, ending: str, ask: Callable[[], Question]) -> Response:
    """The file of what `ask`, called inside the snapshot, says the reader may see.

    A RuleViolation of `ask` passes through; nothing is logged then.
    """

    def write(_language: str, _reader: str, output: BinaryIO) -> Written:
        return written(report, ending, ask(), output, request.args.get("part", ""))

    return sent(report.key, write, MEDIA_TYPES[ending])


def written(
    report: Report, ending: str, question: Question, output: BinaryIO, part: str = ""
) -> Written:
    """Write one of the files; CSV has one table, the `part` or the first."""
    from trainingtracker.reports.rendering.excel import write_workbook
    from trainingtracker.reports.rendering.plain import write_csv, write_json

    if ending == "csv":
        tables = report.tables_for(question)
        table = next((table for table in tables if table.key == part), tables[0])
        return write_csv(report, table, question, output)
    if ending == "json":
        return write_json(report, question, "", output)
    return write_workbook(report, question, output)
