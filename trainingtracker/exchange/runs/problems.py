"""A list with problems as a file: as it came, with a column that says what is wrong.

It is corrected there and sent again. A second sheet has the problems one by one.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO, StringIO

from trainingtracker.exchange.meaning.cells import is_empty, shown
from trainingtracker.exchange.meaning.headings import WHAT_IS_WRONG
from trainingtracker.exchange.reading.sheets import Cell, ErrorCell, Padded
from trainingtracker.exchange.runs.queries import Line
from trainingtracker.exchange.runs.source import ListSheet
from trainingtracker.reports.report import Column, Value
from trainingtracker.reports.styles import Kind
from trainingtracker.reports.workbook import Book
from trainingtracker.text import Bilingual, mark, sentence

_TITLE = mark("Problems of the list")
_NO_HEADING = mark("Column %(number)s")
_COLUMNS = (
    Column("sheet", mark("Sheet"), 18),
    Column("row", mark("Row"), 8, Kind.COUNT),
    Column("column", mark("Column"), 24),
    Column("value", mark("Value"), 28),
    Column("what_is_wrong", WHAT_IS_WRONG, 90),
)
# Excel takes the semicolon where the comma divides decimals.
_DELIMITERS = {"de": ";", "en": ","}
_LIKE_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\']")


def title(language: str) -> str:
    return sentence(_TITLE, language)


def as_csv(lines: Iterable[Line], language: str) -> bytes:
    """Delimited text that Excel opens with a double click."""
    buffer = StringIO(newline="")
    writer = csv.writer(buffer, delimiter=_DELIMITERS[language])
    writer.writerow(column.title(language) for column in _COLUMNS)
    for row in _rows(lines, language):
        writer.writerow(_harmless(value) for value in row)
    return buffer.getvalue().encode("utf-8-sig")


def as_workbook(
    lines: Sequence[Line], sheets: Sequence[ListSheet], language: str, author: str
) -> bytes:
    """The sheets of the list, and the problems one by one."""
    buffer = BytesIO()
    name = title(language)
    wrong = _wrong(lines, language)
    with Book(language, title=name, author=author, footer=name) as book:
        titles = {name.casefold()}
        for each in sheets:
            _list_sheet(book, each, _free_title(each.name, titles), wrong, language)
        sheet = book.table(name, _COLUMNS)
        for row in _rows(lines, language):
            sheet.record(row)
        sheet.close()
        book.save(buffer)
    return buffer.getvalue()


def _list_sheet(
    book: Book,
    source: ListSheet,
    sheet_title: str,
    wrong: Mapping[tuple[str, int | None], list[str]],
    language: str,
) -> None:
    width = max((len(row.cells) for row in (source.headings, *source.rows)), default=0)
    kinds = [_kind(source, position) for position in range(width)]
    names = _column_names(source, width, language)
    columns = [
        Column(f"column_{number}", Bilingual(name, name), 18, kind)
        for number, (name, kind) in enumerate(zip(names, kinds, strict=True), start=1)
    ]
    sheet = book.table(sheet_title, [*columns, Column("what_is_wrong", WHAT_IS_WRONG, 70)])
    for row in source.rows:
        cells: list[Cell] = [*row.cells, *[""] * (width - len(row.cells))]
        values = [_value(cell, kind) for cell, kind in zip(cells, kinds, strict=True)]
        sheet.record([*values, " ".join(wrong.get((source.name, row.number), ())) or None])
    sheet.close()


def _column_names(source: ListSheet, width: int, language: str) -> list[str]:
    """The headings, each of which a table can have only once."""
    names: list[str] = []
    taken = {sentence(WHAT_IS_WRONG, language).casefold()}
    for position in range(width):
        cell = source.headings.cells[position] if position < len(source.headings.cells) else ""
        name = shown(cell) or sentence(_NO_HEADING, language, number=position + 1)
        unique, number = name, 1
        while unique.casefold() in taken:
            number += 1
            unique = f"{name} ({number})"
        taken.add(unique.casefold())
        names.append(unique)
    return names


def _free_title(name: str, taken: set[str]) -> str:
    """The name of the sheet as a workbook can have it, each one once."""
    plain = _NOT_IN_TITLES.sub(" ", name).strip()[:28] or "1"
    free, number = plain, 1
    while free.casefold() in taken:
        number += 1
        free = f"{plain} {number}"
    taken.add(free.casefold())
    return free


def _kind(source: ListSheet, position: int) -> Kind:
    """Dates stay dates where the column has nothing else."""
    cells = [row.cells[position] for row in source.rows if position < len(row.cells)]
    filled = [cell for cell in cells if not is_empty(cell)]
    return Kind.DAY if filled and all(_is_day(cell) for cell in filled) else Kind.TEXT


def _is_day(cell: Cell) -> bool:
    return isinstance(cell, date) and not (isinstance(cell, datetime) and cell.time() != time.min)


def _value(cell: Cell, kind: Kind) -> Value:
    if is_empty(cell) and isinstance(cell, str) and not shown(cell):
        return None
    if kind is Kind.DAY and isinstance(cell, date):
        return cell.date() if isinstance(cell, datetime) else cell
    if isinstance(cell, Padded | ErrorCell | bool) or not isinstance(cell, int | float):
        return cell if type(cell) is str else shown(cell)
    return int(cell) if float(cell).is_integer() else cell


def _wrong(lines: Iterable[Line], language: str) -> dict[tuple[str, int | None], list[str]]:
    """What is wrong in each row, the column first."""
    found: dict[tuple[str, int | None], list[str]] = defaultdict(list)
    for line in lines:
        said = line.message.in_language(language) if line.message else ""
        text = f"{line.name}: {said}" if line.name else said
        found[line.place.sheet, line.place.row].append(text)
    return found


def _rows(lines: Iterable[Line], language: str) -> Iterator[tuple[str | int | None, ...]]:
    for line in lines:
        said = line.message.in_language(language) if line.message else ""
        yield line.place.sheet, line.place.row, line.name, line.value, said


def _harmless(value: str | int | None) -> str | int | None:
    """What a spreadsheet program would take for a formula, as text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_LIKE_FORMULAS) else value
