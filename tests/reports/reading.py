"""Reading a finished workbook back, by two readers that know nothing of each other."""

from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(BytesIO(content))


def values(sheet: Worksheet) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(values_only=True))


def records(sheet: Worksheet) -> list[dict[str, Any]]:
    """The rows of a table sheet by their headings."""
    headings, *rows = values(sheet)
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows if any(row)]


def row_of(sheet: Worksheet, label: str, column: int = 0) -> tuple[Any, ...]:
    """The first row that carries the label."""
    for row in values(sheet):
        if row[column] == label:
            return row
    raise AssertionError(f"{sheet.title} has no row {label!r}")


def second_reader(content: bytes, sheet: str) -> list[list[Any]]:
    """The same sheet as another program reads it."""
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(sheet).to_python()
    return [list(row) for row in rows]
