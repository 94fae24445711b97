"""A report as a file of any kind."""

from trainingtracker.reports.outgoing import Outgoing
from trainingtracker.reports.report import Question, Report
from trainingtracker.reports.selected import Selected

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "json": "application/json",
}


def outgoing(
    report: Report, ending: str, question: Question, number: str = "", part: str = ""
) -> Outgoing:
    """The file with the report number; CSV has one table, the `part` or the first."""
    # Only here: openpyxl is not needed for the start.
    from trainingtracker.reports.rendering import excel, plain

    if ending == "csv":
        tables = report.tables_for(question)
        table = next((table for table in tables if table.key == part), tables[0])
        return plain.csv_file(report, table, question)
    if ending == "json":
        return plain.json_file(report, question, number)
    return excel.workbook(report, question, number)


def size_of(report: Report, question: Question) -> int:
    """How many rows the long tables will have, counted before they are read."""
    found = (table.rows(question) for table in report.tables_for(question) if not table.to_read)
    return sum(rows.count() for rows in found if isinstance(rows, Selected))
