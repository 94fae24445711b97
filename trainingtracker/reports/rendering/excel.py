"""A report as a workbook: a cover, a sheet a table, a legend."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from trainingtracker.reports import asking
from trainingtracker.reports.asking import notes_of
from trainingtracker.reports.rendering.cover import COVER, LEGEND, WIDTHS, write_cover
from trainingtracker.reports.report import (
    Column,
    Line,
    Percent,
    Question,
    Report,
    Table,
    Value,
    Written,
    records_in,
)
from trainingtracker.reports.styles import NOTE, ROW, SUBTITLE, TITLE, TOTAL, Kind, Style
from trainingtracker.reports.workbook import Book, Sheet
from trainingtracker.text import mark, sentence

_DASH = "\u2013"
_NUMBERS = (Kind.COUNT, Kind.DECIMAL, Kind.SHARE, Kind.MONEY)

_LEGEND_COLUMNS = (
    Column("sheet", mark("Sheet"), 34),
    Column("column", mark("Column"), 46),
    Column("key", mark("Key"), 36),
)


def write_workbook(
    report: Report, question: Question, output: BinaryIO | Path, number: str = ""
) -> Written:
    """Write the workbook. Run it in a snapshot, so that all sheets tell of the same moment.

    The caller logs the access and has given the number.
    """
    language = question.language
    tables = report.tables_for(question)
    title = asking.title(report, question)
    numbered = f"{title} \u00b7 {number}" if number else title
    with Book(language, title=numbered, author=question.reader_name, footer=numbered) as book:
        cover = book.page(sentence(COVER, language), WIDTHS)
        rows: dict[str, int] = {}
        for table in tables:
            _write(book, table, question, rows)
        _write_legend(book, tables, question)

        def fill_cover() -> None:
            write_cover(cover, report, question, tables, records_in(tables, rows), number)

        book.at_last(fill_cover)
        book.save(output)
    return Written(f"{asking.file_stem(report, question)}.xlsx", records_in(tables, rows))


def _write(book: Book, table: Table, question: Question, rows: dict[str, int]) -> None:
    """Write the sheet; `rows` says how many rows it has when the workbook has been written."""
    title, columns = sentence(table.title, book.language), table.columns_for(question)
    if not table.to_read:
        book.table(title, columns).fill(_counted(table, question, rows))
        return
    top = [asking.subtitle(question), *notes_of(table, question)]
    # Title, subtitle and notes stand above the headings.
    widths = tuple(column.width for column in columns)
    sheet = book.page(title, widths, repeat=len(top) + 2)
    rows[table.key] = _write_to_read(sheet, table, columns, top, question)


def _counted(table: Table, question: Question, rows: dict[str, int]) -> Iterator[Sequence[Value]]:
    rows[table.key] = 0
    for row in table.rows(question):
        rows[table.key] += 1
        yield row


def _write_to_read(
    sheet: Sheet, table: Table, columns: Sequence[Column], top: Sequence[str], question: Question
) -> int:
    language = question.language
    lines = list(table.rows(question))
    label = table.label or columns[0].key
    deepest = max((row.depth for row in lines if isinstance(row, Line)), default=0)
    if deepest:
        sheet.outlined()
        sheet.deepest_level(deepest)
    sheet.line(sentence(table.title, language), style=TITLE, height=30)
    for position, line in enumerate(top):
        sheet.line(line, style=NOTE if position else SUBTITLE, height=20)
    sheet.headings(columns, height=46)
    headings = sheet.row_count
    for row in lines:
        depth, total = (row.depth, row.total) if isinstance(row, Line) else (0, False)
        if total:
            sheet.filter(headings, len(columns))
        sheet.row(
            (
                _cell(
                    value,
                    column,
                    replace(TOTAL if total else ROW, bold=total or (deepest > 0 and not depth)),
                    column.indent + 2 * depth * (column.key == label),
                )
                for value, column in zip(row, columns, strict=True)
            ),
            level=depth,
        )
    if not lines:
        nothing = mark("Nothing is on record for this day and these filters.")
        sheet.line(sentence(nothing, language), style=NOTE)
    return len(lines)


def _cell(value: Value, column: Column, style: Style, indent: int) -> tuple[Value, Style]:
    kind = Kind.SHARE if isinstance(value, Percent) else column.kind
    if kind not in _NUMBERS:
        return value, replace(style.of(kind), indent=indent)
    if value is None and kind is Kind.SHARE:
        value = _DASH
    # Words and dots stand where the numbers stand.
    return value, replace(style.of(kind), align="right")


def _write_legend(book: Book, tables: Sequence[Table], question: Question) -> None:
    sheet = book.table(sentence(LEGEND, book.language), _LEGEND_COLUMNS)
    for table in tables:
        name = sentence(table.title, book.language)
        for column in table.columns_for(question):
            sheet.record((name, column.title(book.language), column.key))
    sheet.close()
