"""A report as a file of any kind: its name, its pieces, and how many rows have gone into it."""

from collections.abc import Iterator
from dataclasses import dataclass

from trainingtracker.reports.report import Question, Report, Table, Written, records_in
from trainingtracker.reports.selected import Selected

ENDINGS = ("xlsx", "csv", "json")
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


@dataclass(frozen=True)
class Made:
    """A file that is being made: rows are read as its pieces are asked for.

    `rows` are those of each table so far.
    """

    file_name: str
    tables: list[Table]
    rows: dict[str, int]
    pieces: Iterator[bytes]

    @property
    def written(self) -> Written:
        return Written(self.file_name, records_in(self.tables, self.rows))


def made(report: Report, question: Question, ending: str, number: str = "", part: str = "") -> Made:
    """The file; CSV has one table, the `part` or the first. Nothing is read before it is asked for.

    `number` is the report number. Have the pieces made in a snapshot, so that all tables tell of
    the same moment. The caller logs the access.
    """
    # Only here: openpyxl is not needed for the start.
    from trainingtracker.reports.asking import file_stem
    from trainingtracker.reports.rendering import excel, plain

    tables, rows = report.tables_for(question), dict[str, int]()
    stem = file_stem(report, question)
    if ending == "csv":
        table = next((table for table in tables if table.key == part), tables[0])
        pieces = plain.csv_pieces(table, question, rows)
        return Made(f"{stem}_{table.key}.csv", [table], rows, pieces)
    if ending == "json":
        pieces = plain.json_pieces(report, question, number, rows)
    else:
        pieces = excel.workbook_pieces(report, question, number, rows)
    return Made(f"{stem}.{ending}", tables, rows, pieces)


def size_of(report: Report, question: Question) -> int:
    """How many rows the long tables will have, counted before they are read."""
    found = (table.rows(question) for table in report.tables_for(question) if not table.to_read)
    return sum(rows.count() for rows in found if isinstance(rows, Selected))
