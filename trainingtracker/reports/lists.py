"""Lists of the pages as workbooks: one sheet, one native table, exactly the rows of the filters."""

from collections.abc import Iterable, Sequence

from trainingtracker import clock
from trainingtracker.reports.outgoing import Outgoing, counting
from trainingtracker.reports.report import ListReport, Value
from trainingtracker.reports.workbook import Book
from trainingtracker.text import sentence


def list_workbook(
    report: ListReport, rows: Iterable[Sequence[Value]], language: str, reader_name: str
) -> Outgoing:
    """The rows, a value a column. The caller logs the access."""
    title = sentence(report.title, language)
    counts = {report.key: 0}
    book = Book(language, title=title, author=reader_name, footer=title)
    book.table(title, report.columns).fill(counting(rows, counts, report.key))
    name = f"{title}_{report.about or clock.today().isoformat()}.xlsx"
    return Outgoing(name, book.stream(), counts)
