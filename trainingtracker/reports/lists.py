"""Lists of the pages as workbooks: one sheet, one native table, exactly the rows of the filters."""

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from trainingtracker import clock
from trainingtracker.reports.report import ListReport, Value, Written
from trainingtracker.reports.workbook import Book
from trainingtracker.text import sentence


def write_list(
    report: ListReport,
    rows: Iterable[Iterable[Value]],
    language: str,
    reader_name: str,
    output: BinaryIO | Path,
) -> Written:
    """Write the rows, a value a column. The caller logs the access."""
    title = sentence(report.title, language)
    with Book(language, title=title, author=reader_name, footer=title) as book:
        sheet = book.table(title, report.columns)
        for row in rows:
            sheet.record(row)
        count = sheet.close()
        book.save(output)
    file_name = f"{title}_{report.about or clock.today().isoformat()}.xlsx"
    return Written(file_name, {report.key: count})
