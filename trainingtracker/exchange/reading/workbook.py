"""A workbook (.xlsx, .xlsb, .xls, .ods) as sheets, hidden sheets left out."""

import io
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from trainingtracker.exchange.reading import errors, shown, xlsx
from trainingtracker.exchange.reading.merged import Merged
from trainingtracker.exchange.reading.sheets import (
    DAMAGED,
    MAX_CELLS,
    PROTECTED,
    SCATTERED,
    Cell,
    Sheet,
    Unreadable,
    filled_rows,
)

if TYPE_CHECKING:
    from python_calamine import CalamineSheet


def sheets(content: bytes) -> list[Sheet]:
    """The visible sheets, in their order, whatever that takes where it is no .xlsx.

    Raises Unreadable.
    """
    import python_calamine as calamine

    visible, worksheet = calamine.SheetVisibleEnum.Visible, calamine.SheetTypeEnum.WorkSheet
    try:
        # Before the reader sees it: what says that it is shorter than it is stops here.
        parts = xlsx.parts(content)
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        padded = shown.padded_styles(parts.styles)
        wrong = {} if parts.sheets else errors.found(content, parts.names)
        found = []
        for sheet in book.sheets_metadata:
            if sheet.visible is visible and sheet.typ is worksheet:
                part = parts.sheets.get(sheet.name, b"")
                _refuse_what_is_scattered(sheet.name, xlsx.spanned_cells(part))
                corrections = {**shown.corrections(part, padded), **wrong.get(sheet.name, {})}
                cells = book.get_sheet_by_name(sheet.name)
                _refuse_what_is_scattered(sheet.name, cells.total_height * cells.total_width)
                found.append(_sheet(cells, corrections))
        return found
    except Unreadable:
        raise
    except calamine.PasswordError:
        raise Unreadable(PROTECTED) from None
    except Exception:
        raise Unreadable(DAMAGED) from None
    except BaseException as panic:
        # A panic of the reader's native code is no Exception, but it means a damaged file.
        if type(panic).__name__ != "PanicException":
            raise
        raise Unreadable(DAMAGED) from None


def _refuse_what_is_scattered(name: str, cells: int) -> None:
    """A stray blank in the last row or column would fill the memory with empty cells."""
    if cells > MAX_CELLS:
        raise Unreadable(SCATTERED, sheet=name)


def _sheet(sheet: "CalamineSheet", corrections: dict[tuple[int, int], Cell]) -> Sheet:
    return Sheet(sheet.name, filled_rows(_rows(sheet, corrections)))


def _rows(sheet: "CalamineSheet", corrections: dict[tuple[int, int], Cell]) -> Iterator[list[Cell]]:
    """Row by row: a list of all cells beside the rows that are kept would be twice the memory."""
    if sheet.start is None:
        return
    left: list[Cell] = [""] * sheet.start[1]
    merged = Merged(sheet.merged_cell_ranges or ())
    corrected: dict[int, dict[int, Cell]] = defaultdict(dict)
    for (row, column), cell in corrections.items():
        corrected[row][column] = cell
    for number, found in enumerate(sheet.iter_rows()):
        cells = left + found
        merged.fill(number, cells)
        for column, cell in corrected.get(number, {}).items():
            if column < len(cells):
                cells[column] = cell
        yield cells
