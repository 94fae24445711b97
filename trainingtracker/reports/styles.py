"""The looks of a workbook: one calm accent colour, plain type, formats by language."""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Literal

from trainingtracker.text import mark, sentence

FONT = "Calibri"

ACCENT = "1F5673"
TINT = "E8EFF3"
INK = "1B1F23"
QUIET = "5B6770"
PAPER = "FFFFFF"
RULE = "C5D0D7"
# Shades of the accent colour that stay apart when they are printed in grey.
GREYS = (ACCENT, "B9CEDA", "6E9AB3", "3B3F43")


Align = Literal["left", "right", "center"]


class Kind(Enum):
    """What a column holds; decides alignment and number format."""

    TEXT = "text"
    COUNT = "count"
    DECIMAL = "decimal"
    SHARE = "share"
    MONEY = "money"
    CHANGE = "change"
    CHANGE_OF_SHARE = "change of share"
    CHANGE_OF_DECIMAL = "change of decimal"
    CHANGE_OF_MONEY = "change of money"
    DAY = "day"
    TIME = "time"
    MOMENT = "moment"


def _more_or_less(number: str) -> str:
    """Of a change: in signs that survive grey printing."""
    return f'"\u25b2 +"{number};"\u25bc \u2212"{number};"="'


_FORMATS = {
    (Kind.TEXT, "de"): "@",
    (Kind.TEXT, "en"): "@",
    (Kind.COUNT, "de"): "#,##0",
    (Kind.COUNT, "en"): "#,##0",
    (Kind.DECIMAL, "de"): "#,##0.0",
    (Kind.DECIMAL, "en"): "#,##0.0",
    (Kind.CHANGE, "de"): _more_or_less("#,##0"),
    (Kind.CHANGE, "en"): _more_or_less("#,##0"),
    (Kind.CHANGE_OF_SHARE, "de"): _more_or_less('0.0" Prozentpunkte"'),
    (Kind.CHANGE_OF_SHARE, "en"): _more_or_less('0.0" points"'),
    (Kind.CHANGE_OF_DECIMAL, "de"): _more_or_less("#,##0.0"),
    (Kind.CHANGE_OF_DECIMAL, "en"): _more_or_less("#,##0.0"),
    (Kind.CHANGE_OF_MONEY, "de"): _more_or_less('#,##0.00\\ "€"'),
    (Kind.CHANGE_OF_MONEY, "en"): _more_or_less('"€"#,##0.00'),
    (Kind.DAY, "de"): "dd.mm.yyyy",
    (Kind.DAY, "en"): "dd/mm/yyyy",
    (Kind.TIME, "de"): "hh:mm",
    (Kind.TIME, "en"): "hh:mm",
    (Kind.MOMENT, "de"): "dd.mm.yyyy\\ hh:mm",
    (Kind.MOMENT, "en"): "dd/mm/yyyy\\ hh:mm",
    (Kind.SHARE, "de"): "0.0 %",
    (Kind.SHARE, "en"): "0.0%",
    (Kind.MONEY, "de"): '#,##0.00\\ "€"',
    (Kind.MONEY, "en"): '"€"#,##0.00',
}


_NUMBERS = (
    Kind.COUNT,
    Kind.DECIMAL,
    Kind.SHARE,
    Kind.MONEY,
    Kind.CHANGE,
    Kind.CHANGE_OF_SHARE,
    Kind.CHANGE_OF_DECIMAL,
    Kind.CHANGE_OF_MONEY,
)


def number_format(kind: Kind, language: str) -> str:
    """The cell format; Excel shows its separators by the reader's own settings."""
    return _FORMATS[kind, language]


@dataclass(frozen=True)
class Style:
    """How a cell looks; `name` (a message id) is what spreadsheets list it under."""

    name: str = ""
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
        return "right" if self.kind in _NUMBERS else "left"


class Emphasis(Enum):
    """How cells stand out by what they hold: by more than a colour, for whoever prints in grey.

    The value says in words what is seen: a message id with the place of what is marked so.
    """

    STRONG = mark("Bold in a frame: %(what)s")
    MILD = mark("Italic and underlined: %(what)s")
    LENGTH = mark("A bar as long as the share")


@dataclass(frozen=True)
class StandsOut:
    """Cells that have a word in them (a message id), or with none of them a number above 0."""

    emphasis: Emphasis
    word: str = ""


# Shares are drawn as bars behind the numbers.
AS_BARS = StandsOut(Emphasis.LENGTH)

PLAIN = Style(mark("Cell"))
TITLE = Style(mark("Title"), size=20, bold=True, colour=ACCENT)
SUBTITLE = Style(mark("Subtitle"), size=12, colour=QUIET)
SECTION = Style(mark("Section heading"), size=12, bold=True, colour=ACCENT)
NOTE = Style(mark("Note"), colour=QUIET, italic=True)
TERM = Style(mark("Term"), bold=True, wrap=True)
TEXT = Style(mark("Text"), wrap=True)
LINK = Style(mark("Link"), colour=ACCENT)
HEADING = Style(mark("Heading"), bold=True, colour=PAPER, fill=ACCENT, wrap=True)
ROW = Style(mark("Row"), line=True)
TOTAL = Style(mark("Total"), bold=True, fill=TINT, line=True)

_KIND_NAMES = {
    Kind.TEXT: "",
    Kind.COUNT: mark("Number"),
    Kind.DECIMAL: mark("Decimal number"),
    Kind.SHARE: mark("Share"),
    Kind.MONEY: mark("Amount"),
    Kind.CHANGE: mark("Change"),
    Kind.CHANGE_OF_SHARE: mark("Change of a share"),
    Kind.CHANGE_OF_DECIMAL: mark("Change of a decimal number"),
    Kind.CHANGE_OF_MONEY: mark("Change of an amount"),
    Kind.DAY: mark("Date"),
    Kind.TIME: mark("Time"),
    Kind.MOMENT: mark("Date and time"),
}


def style_name(style: Style, language: str) -> str:
    """What spreadsheets list it under: the look and the kind of value.

    The mark in front keeps it apart from the styles that they bring themselves.
    """
    parts = (style.name or PLAIN.name, _KIND_NAMES[style.kind])
    return "\u25aa " + ", ".join(sentence(part, language) for part in parts if part)
