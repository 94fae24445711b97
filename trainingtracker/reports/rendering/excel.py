"""A report as a workbook: a cover, a sheet a table, a legend."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from trainingtracker.reports import asked_in_words
from trainingtracker.reports.asked_in_words import notes_of
from trainingtracker.reports.outgoing import Outgoing, counted, counting, tallied
from trainingtracker.reports.rendering.cover import COVER, LEGEND, WIDTHS, write_cover
from trainingtracker.reports.report import (
    Column,
    Drawing,
    Line,
    Question,
    Report,
    Table,
    Tally,
    Value,
    kind_of,
)
from trainingtracker.reports.styles import NOTE, ROW, SUBTITLE, TITLE, TOTAL, Kind, Style
from trainingtracker.reports.workbook import Book, Chart, Sheet
from trainingtracker.text import mark, sentence

_DASH = "\u2013"
_NUMBERS = (Kind.COUNT, Kind.DECIMAL, Kind.SHARE, Kind.MONEY)
_HEAD = replace(ROW, bold=True)

_LEGEND_COLUMNS = (
    Column("sheet", mark("Sheet"), 34),
    Column("column", mark("Column"), 46),
    Column("key", mark("Key"), 36),
    Column("stands_out", mark("What stands out"), 60),
)


def workbook(report: Report, question: Question, number: str = "") -> Outgoing:
    """The workbook, on its way. `number` is that of the report, if it has one.

    Send or save it in the snapshot in which the question was asked, so that all sheets tell of the
    same moment.
    """
    language = question.language
    tables = report.tables_for(question)
    title = asked_in_words.title(report, question)
    numbered = f"{title} \u00b7 {number}" if number else title
    book = Book(language, title=numbered, author=question.reader_name, footer=numbered)
    cover = book.page(sentence(COVER, language), WIDTHS)
    rows = counted(tables)
    question = replace(question, written=(tally := Tally(rows, {})))
    for table in tables:
        if table.to_read:
            _add_page(book, table, question, rows)
        else:
            sheet = book.table(sentence(table.title, language), table.columns_for(question))
            sheet.fill(tallied(table, question, tally))
    _add_legend(book, tables, question)
    book.at_last(lambda: write_cover(cover, report, question, tables, rows, number))
    return Outgoing(f"{asked_in_words.file_stem(report, question)}.xlsx", book.stream(), rows)


def _add_page(book: Book, table: Table, question: Question, rows: dict[str, int]) -> None:
    """A sheet to read; it is filled when all records have been written."""
    columns = table.columns_for(question)
    widths = tuple(column.width for column in columns)
    sheet = book.page(sentence(table.title, book.language), widths)

    def fill() -> None:
        found = counting(table.rows(question), rows, table.key)
        _write_to_read(sheet, table, columns, list(found), question)

    book.at_last(fill)


def _write_to_read(
    sheet: Sheet,
    table: Table,
    columns: Sequence[Column],
    lines: Sequence[Sequence[Value]],
    question: Question,
) -> None:
    language = question.language
    label = table.label or columns[0].key
    deepest = max((row.depth for row in lines if isinstance(row, Line)), default=0)
    if deepest:
        sheet.outlined()
        sheet.deepest_level(deepest)
    if table.drawing:
        sheet.on_one_page()
    sheet.line(sentence(table.title, language), style=TITLE, height=30)
    sheet.line(asked_in_words.subtitle(question), style=SUBTITLE, height=20)
    for line in notes_of(table, question):
        sheet.line(line, style=NOTE, height=20)
    sheet.headings(columns, height=46)
    headings = sheet.row_count
    sheet.keep_in_sight(headings)
    depths = [row.depth if isinstance(row, Line) else 0 for row in lines]
    for row, depth, below in zip(lines, depths, [*depths[1:], 0], strict=False):
        total = isinstance(row, Line) and row.total
        if total:
            sheet.filter(headings, len(columns))
        sheet.row(
            (
                _cell(
                    value,
                    column,
                    _look(column, total=total, heads=below > depth, label=label),
                    column.indent + 2 * depth * (column.key == label),
                )
                for value, column in zip(row, columns, strict=True)
            ),
            level=depth,
        )
    if lines:
        sheet.let_stand_out(columns, headings + 1, headings + len(lines))
    if lines and not any(depths) and not any(isinstance(row, Line) and row.total for row in lines):
        sheet.filter(headings, len(columns))
    if table.drawing:
        _draw(sheet, table.drawing, columns, lines, headings)
    if not lines:
        nothing = mark("Nothing is on record for this day and these filters.")
        sheet.line(sentence(nothing, language), style=NOTE)


def _draw(
    sheet: Sheet,
    drawing: Drawing,
    columns: Sequence[Column],
    lines: Sequence[Sequence[Value]],
    headings: int,
) -> None:
    """The chart, below the rows."""
    charted = [at for at, row in enumerate(lines) if isinstance(row, Line) and row.charted]
    drawn = [at for at, column in enumerate(columns) if column.key in drawing.columns]
    if not any(isinstance(lines[row][at], int | float) for row in charted for at in drawn):
        # Nothing is drawn where everything is hidden.
        return
    first = headings + 1
    chart = Chart(
        sentence(drawing.title, sheet.language),
        sentence(drawing.description, sheet.language),
        range(first + charted[0], first + charted[-1] + 1),
        labels=1,
        values=[at + 1 for at in drawn],
        headings=headings,
    )
    sheet.chart(chart, f"A{sheet.row_count + 2}")


def _look(column: Column, *, total: bool, heads: bool, label: str) -> Style:
    """A total and the name and numbers of a row that heads a group stand out."""
    if total:
        return TOTAL
    return _HEAD if heads and (column.key == label or column.kind in _NUMBERS) else ROW


def _cell(value: Value, column: Column, look: Style, indent: int) -> tuple[Value, Style]:
    kind = kind_of(value, column.kind)
    if value is None and kind is Kind.SHARE:
        value = _DASH
    return value, _style(look, kind, indent)


@lru_cache
def _style(look: Style, kind: Kind, indent: int) -> Style:
    if kind in _NUMBERS:
        # Words and dots stand where the numbers stand.
        return replace(look.of(kind), align="right")
    return replace(look.of(kind), indent=indent)


def _standing_out(column: Column, language: str) -> str | None:
    """How cells of the column stand out, and which do: the last column of the legend."""
    sentences = (
        sentence(
            each.emphasis.value,
            language,
            what=sentence(each.word or mark("more than 0"), language),
        )
        for each in column.stands_out
    )
    return "; ".join(sentences) or None


def _add_legend(book: Book, tables: Sequence[Table], question: Question) -> None:
    language = book.language
    book.table(sentence(LEGEND, language), _LEGEND_COLUMNS).fill(
        (
            sentence(table.title, language),
            column.title(language),
            column.key,
            _standing_out(column, language),
        )
        for table in tables
        for column in table.columns_for(question)
    )
