"""Names that spreadsheets accept: of sheets, tables, columns and styles."""

import re
from collections.abc import Collection, Iterable

_LONGEST_SHEET, _LONGEST_HEADING = 31, 255
_NOT_IN_SHEETS = re.compile(r"[\[\]:*?/\\]")
# A table must not be called like a cell: Q1, R1C1, r, c.
_LIKE_CELLS = re.compile(r"[a-z]{1,3}\d+|r\d*(c\d*)?|c\d*", re.IGNORECASE)


def distinct(name: str, taken: Collection[str], longest: int = _LONGEST_HEADING) -> str:
    """The name, with a number behind it where another has it, in whatever case."""
    others = {other.casefold() for other in taken}
    found, number = name[:longest], 1
    while found.casefold() in others:
        number += 1
        found = f"{name[: longest - 5]} ({number})"
    return found


def sheet_title(title: str, taken: Collection[str]) -> str:
    return distinct(_NOT_IN_SHEETS.sub("-", title).strip("'"), taken, _LONGEST_SHEET)


def table_name(title: str, taken: Collection[str] = ()) -> str:
    """A name that formulas can use: letters, digits and underscores, no blanks."""
    name = "".join(letter if letter.isalnum() else "_" for letter in title)
    if _LIKE_CELLS.fullmatch(name) or not name[:1].isalpha():
        name = f"_{name}"
    found, number = name, 1
    while found.casefold() in {other.casefold() for other in taken}:
        number += 1
        found = f"{name}_{number}"
    return found


def headings(titles: Iterable[str]) -> list[str]:
    """The headings of a table: none empty, none twice."""
    found: list[str] = []
    for title in titles:
        found.append(distinct(title.strip() or "\u2013", found))
    return found
