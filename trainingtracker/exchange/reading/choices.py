"""What somebody has said about a file: how it is to be read, and what it leaves open."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from trainingtracker.text import mark

# In the order in which readers are offered them; the names are those of Python.
ENCODINGS = {
    "utf-8": mark("UTF-8"),
    "cp1252": mark("Windows, Western Europe (1252)"),
    "cp1250": mark("Windows, Central Europe (1250)"),
    "iso-8859-15": mark("ISO 8859-15"),
    "utf-16": mark("UTF-16"),
    "cp850": mark("DOS (850)"),
    "mac_roman": mark("Macintosh"),
}
DELIMITERS = {
    ";": mark("Semicolon"),
    ",": mark("Comma"),
    "\t": mark("Tab"),
    "|": mark("Vertical bar"),
}


@dataclass(frozen=True)
class Choices:
    """None and nothing: as the file itself looks.

    `named` says of headings which field they are; nothing for a column that is not to be used.
    People who are missing from a list leave on the day that `leaving` has for their number, else on
    `rest_leave`: days as JSON keeps them; `withdraw` ends enrolments of people who leave.
    """

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    heading_row: int | None = None
    named: Mapping[str, str] = field(default_factory=dict)
    leaving: Mapping[str, str] = field(default_factory=dict)
    rest_leave: str | None = None
    withdraw: bool = False

    def last_day(self, number: str) -> date | None:
        """Of a person of this personnel number who is missing; None where nobody has said one."""
        return self.said_of(number) or self.said_of_the_rest

    def said_of(self, number: str) -> date | None:
        return _day(self.leaving.get(number))

    @property
    def said_of_the_rest(self) -> date | None:
        return _day(self.rest_leave)

    def kept(self) -> dict[str, Any] | None:
        """As JSON; None where nothing was said."""
        return asdict(self) if self != Choices() else None

    @staticmethod
    def of(kept: Mapping[str, Any] | None) -> "Choices":
        return Choices(**kept) if kept else Choices()


def _day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None
