"""Lists of the pages as workbooks: one sheet, one native table, exactly the rows of the filters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trainingtracker import clock
from trainingtracker.reports.outgoing import Outgoing, counting
from trainingtracker.reports.report import ListReport, Value
from trainingtracker.reports.workbook import Book
from trainingtracker.text import mark, sentence


@dataclass(frozen=True)
class ForReader:
    """Who gets a list in which language, under which report number."""

    language: str
    name: str
    number: str


def list_workbook(
    report: ListReport, rows: Iterable[Sequence[Value]], reader: ForReader
) -> Outgoing:
    """The rows, a value a column; the number stands at the foot of printed pages."""
    language = reader.language
    title = sentence(report.title, language)
    counts = {report.key: 0}
    number = sentence(mark("Report %(number)s"), language, number=reader.number)
    book = Book(language, title=title, author=reader.name, footer=f"{title}, {number}")
    book.table(title, report.columns).fill(counting(rows, counts, report.key))
    return Outgoing(file_name(title, report.about), book.stream(), counts)


def file_name(title: str, about: str) -> str:
    stem = title.replace(" ", "-")
    return f"{stem}_{about or clock.today().isoformat()}.xlsx"
