"""A report as a file of any kind."""

from dataclasses import replace

from trainingtracker.attainment.statements import consents_behind
from trainingtracker.competence.consent import covering
from trainingtracker.reports.outgoing import Outgoing
from trainingtracker.reports.report import Question, Report, Table
from trainingtracker.reports.selected import ByPeople, Selected

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

    tables = report.tables_for(question)
    if ending == "csv":
        tables = [next((table for table in tables if table.key == part), tables[0])]
        file = plain.csv_file(report, tables[0], question)
    elif ending == "json":
        file = plain.json_file(report, question, number)
    else:
        file = excel.workbook(report, question, number)
    return replace(file, consents=_consents(question, tables))


def _consents(question: Question, tables: list[Table]) -> tuple[int, ...]:
    """What the file rests on: it is kept no longer than these last."""
    covered = covering(question.actor)
    if covered is None or not any(table.stated for table in tables):
        return ()
    return tuple(consents_behind(covered, question.as_of, question.scope))


def size_of(report: Report, question: Question) -> int:
    """How many rows the long tables will have, counted before they are read."""
    found = (table.rows(question) for table in report.tables_for(question) if not table.to_read)
    return sum(rows.count() for rows in found if isinstance(rows, Selected | ByPeople))
