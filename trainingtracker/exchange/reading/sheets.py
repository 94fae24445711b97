"""What reading a file gives: sheets of numbered rows of raw cells, or the reason why not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from trainingtracker.errors import RuleViolation
from trainingtracker.text import mark

# 100,000 rows of 50 columns are plenty for a list.
MAX_CELLS = 5_000_000
# What comes in goes in at once, with its preview: this is what memory is bounded by.
MAX_ROWS = 200_000
# As many as a sheet of Excel has.
MAX_COLUMNS = 16_384

Cell = str | float | int | bool | date | datetime | time | timedelta

NO_SPREADSHEET = mark(
    "This file is not a spreadsheet that can be read. Save the list as .xlsx or .csv."
)
DAMAGED = mark(
    "This spreadsheet is damaged and cannot be read. Open it in Excel and save it anew as .xlsx."
)
EMPTY = mark("This file is empty.")
TOO_LARGE = mark("This file is too large to be read (more than %(limit)s MB).")
TOO_LONG = mark(
    "This list has more than %(limit)s rows. Divide it and bring in one part after the other."
)
SCATTERED = mark(
    "The sheet “%(sheet)s” reaches far beyond a list: something stands in a cell far below or far"
    " to the right. Delete the empty rows and columns around the list."
)
PROTECTED = mark("This file is protected with a password. Save it without one.")


class Unreadable(RuleViolation):
    """The file cannot be read as a list at all; the message says why and what to do."""


class ErrorCell(str):
    """A formula that came to nothing, by the name Excel shows (#N/A)."""


class Padded(float):
    """A number that Excel shows with zeros around it: 12345 shown as 00012345."""

    shown: str

    def __new__(cls, value: float, shown: str) -> "Padded":
        padded = super().__new__(cls, value)
        padded.shown = shown
        return padded


@dataclass(frozen=True, slots=True)
class Row:
    """One row with the number that a spreadsheet program shows; an empty cell is ''."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class TextForm:
    """How delimited text was read."""

    encoding: str
    delimiter: str


@dataclass(frozen=True)
class Sheet:
    """`form` is for delimited text only."""

    name: str
    rows: tuple[Row, ...]
    form: TextForm | None = None


def filled_rows(grid: Iterable[Iterable[Cell]]) -> tuple[Row, ...]:
    """The rows that hold anything, with their numbers; words that come again are kept once."""
    words: dict[str, str] = {}
    rows = (
        Row(number, tuple(_once(cell, words) for cell in cells))
        for number, cells in enumerate(grid, start=1)
        if any(not isinstance(cell, str) or cell.strip() for cell in cells)
    )
    # One more for the headings, and another that is too many.
    found = tuple(islice(rows, MAX_ROWS + 2))
    refuse_what_is_too_long(len(found))
    return found


def refuse_what_is_too_long(rows: int) -> None:
    if rows > MAX_ROWS + 1:
        raise Unreadable(TOO_LONG, limit=MAX_ROWS)


def _once(cell: Cell, words: dict[str, str]) -> Cell:
    return words.setdefault(cell, cell) if type(cell) is str else cell
