"""The looks of a workbook: one calm accent colour, plain type, formats by language."""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Literal

ACCENT = "1F5673"
TINT = "E8EFF3"
INK = "1B1F23"
QUIET = "5B6770"
PAPER = "FFFFFF"
RULE = "C5D0D7"


Align = Literal["left", "right", "center"]


class Kind(Enum):
    """What a column holds; decides alignment and number format."""

    TEXT = "text"
    COUNT = "count"
    DAY = "day"
    MOMENT = "moment"
    SHARE = "share"
    MONEY = "money"


_FORMATS = {
    (Kind.TEXT, "de"): "@",
    (Kind.TEXT, "en"): "@",
    (Kind.COUNT, "de"): "#,##0",
    (Kind.COUNT, "en"): "#,##0",
    (Kind.DAY, "de"): "dd.mm.yyyy",
    (Kind.DAY, "en"): "dd/mm/yyyy",
    (Kind.MOMENT, "de"): "dd.mm.yyyy hh:mm",
    (Kind.MOMENT, "en"): "dd/mm/yyyy hh:mm",
    (Kind.SHARE, "de"): "0.0 %",
    (Kind.SHARE, "en"): "0.0%",
    (Kind.MONEY, "de"): '#,##0.00\\ "€"',
    (Kind.MONEY, "en"): '"€"#,##0.00',
}


def number_format(kind: Kind, language: str) -> str:
    """The cell format; Excel shows its separators by the reader's own settings."""
    return _FORMATS[kind, language]


@dataclass(frozen=True)
class Style:
    """How a cell looks. Hashable: a workbook keeps one prototype cell for each."""

    kind: Kind = Kind.TEXT
    size: int = 10
    bold: bool = False
    italic: bool = False
    colour: str = INK
    fill: str | None = None
    align: Align | None = None
    wrap: bool = False
    indent: int = 0
    line: bool = False

    def of(self, kind: Kind) -> "Style":
        """The same look for another kind of value."""
        return replace(self, kind=kind)

    @property
    def horizontal(self) -> Align:
        """Numbers to the right, dates and everything else to the left, unless said otherwise."""
        if self.align:
            return self.align
        return "right" if self.kind in (Kind.COUNT, Kind.SHARE, Kind.MONEY) else "left"


PLAIN = Style()
TITLE = Style(size=20, bold=True, colour=ACCENT)
SUBTITLE = Style(size=12, colour=QUIET)
SECTION = Style(size=12, bold=True, colour=ACCENT)
NOTE = Style(colour=QUIET, italic=True)
TERM = Style(bold=True, wrap=True)
TEXT = Style(wrap=True)
LINK = Style(colour=ACCENT)
HEADING = Style(bold=True, colour=PAPER, fill=ACCENT, wrap=True)
ROW = Style(line=True)
TOTAL = Style(bold=True, fill=TINT, line=True)
