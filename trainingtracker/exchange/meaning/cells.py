"""One raw cell as a clean value, or the sentence that says what is wrong with it.

Every reader takes the raw cell, returns None (or '') for an empty one, and raises CellError.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from trainingtracker.errors import RuleViolation
from trainingtracker.exchange.reading.sheets import Cell, ErrorCell, Padded
from trainingtracker.organisation.addresses import is_address
from trainingtracker.text import mark

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"))
_DASHES = {"-", "\u2013", "\u2014", "--", "---", "./.", "/"}
_NUMBER = re.compile(r"-?\d+([.,]\d+)?")
_GERMAN_THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?")
_ENGLISH_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")

_FORMULA_ERROR = mark(
    "“%(value)s” is an error of a formula. Correct the formula or type the value."
)
_GARBLED = mark(
    "“%(value)s” is garbled: the file was saved with the wrong character encoding. Export it anew"
    " as UTF-8 or as .xlsx."
)
_TOO_LONG = mark("“%(value)s” is too long (more than %(limit)s characters).")
_NO_ADDRESS = mark("“%(value)s” is not a valid e-mail address.")
_NO_NUMBER = mark("“%(value)s” is not a number.")
_NO_WHOLE_NUMBER = mark("“%(value)s” is not a whole number.")
_OUT_OF_RANGE = mark("“%(value)s” is not between %(least)s and %(most)s.")
_NO_PERCENTAGE = mark("“%(value)s” is not a percentage between 1 and 100.")
_NOT_YES_OR_NO = mark("“%(value)s” is neither yes nor no.")

_YES = {"ja", "j", "yes", "y", "x", "wahr", "true", "1", "\u2713", "\u2714"}
_NO = {"nein", "n", "no", "falsch", "false", "0"}


class CellError(RuleViolation):
    """The cell does not hold what its column asks for."""


def shown(cell: Cell) -> str:
    """The cell as the reader of the spreadsheet sees it, near enough to find it again."""
    match cell:
        case Padded():
            return cell.shown
        case str():
            visible = cell if cell.isascii() else cell.translate(_INVISIBLE)
            return " ".join(visible.split())
        case bool():
            return "TRUE" if cell else "FALSE"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case datetime():
            at_midnight = cell.time() == time.min
            return f"{cell:%d.%m.%Y}" if at_midnight else f"{cell:%d.%m.%Y %H:%M}"
        case date():
            return f"{cell:%d.%m.%Y}"
        case int() | time() | timedelta():
            return str(cell)


def is_empty(cell: Cell) -> bool:
    """Nothing, blanks in any of their disguises, or a dash that stands for nothing."""
    if not isinstance(cell, str) or cell[:1].isalnum():
        return False
    text = shown(cell)
    return not text or text in _DASHES


def text(cell: Cell, limit: int = 250) -> str:
    """The words of the cell with single blanks between them, composed (NFC)."""
    if isinstance(cell, ErrorCell):
        raise CellError(_FORMULA_ERROR, value=str(cell))
    if is_empty(cell):
        return ""
    value = unicodedata.normalize("NFC", shown(cell))
    if _is_garbled(value):
        raise CellError(_GARBLED, value=value)
    if len(value) > limit:
        raise CellError(_TOO_LONG, value=value[:40] + "…", limit=limit)
    return value


def long_text(cell: Cell, limit: int = 10_000) -> str:
    """Like `text`, with its paragraphs kept."""
    lines = shown_lines(cell)
    kept = [text(line, limit) for line in lines]
    return "\n".join(kept).strip()


def shown_lines(cell: Cell) -> list[Cell]:
    return list(cell.splitlines()) if isinstance(cell, str) else [cell]


def _is_garbled(value: str) -> bool:
    """Whether UTF-8 was read as Windows-1252 somewhere on the way: MÃ¼ller."""
    if value.isascii():
        return False
    if "\ufffd" in value:
        return True
    try:
        return value.encode("cp1252").decode("utf-8") != value
    except (UnicodeEncodeError, UnicodeDecodeError):
        return False


def email(cell: Cell) -> str | None:
    """The address in lower case, without mailto: and without the name around it."""
    value = text(cell)
    if not value:
        return None
    address = value.removeprefix("mailto:")
    around = re.fullmatch(r"[^<>]*<([^<>]+)>", address)
    address = around[1].strip() if around else address
    if not is_address(address):
        raise CellError(_NO_ADDRESS, value=value)
    return address.lower()


def number(cell: Cell) -> Decimal | None:
    """A number, also from text such as 1.234,50 or 66 %."""
    if isinstance(cell, ErrorCell):
        raise CellError(_FORMULA_ERROR, value=str(cell))
    if is_empty(cell):
        return None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Decimal(repr(float(cell))).normalize()
    value = shown(cell)
    bare = re.sub(r"[%€\s]|EUR", "", value)
    if _GERMAN_THOUSANDS.fullmatch(bare):
        bare = bare.replace(".", "").replace(",", ".")
    elif _ENGLISH_THOUSANDS.fullmatch(bare) and bare.count(",") + bare.count(".") > 1:
        bare = bare.replace(",", "")
    elif not _NUMBER.fullmatch(bare) or not isinstance(cell, str):
        raise CellError(_NO_NUMBER, value=value)
    return Decimal(bare.replace(",", "."))


def whole_number(cell: Cell, least: int, most: int) -> int | None:
    """A whole number between the bounds, both inclusive."""
    value = number(cell)
    if value is None:
        return None
    if value != value.to_integral_value():
        raise CellError(_NO_WHOLE_NUMBER, value=shown(cell))
    if not least <= value <= most:
        raise CellError(_OUT_OF_RANGE, value=shown(cell), least=least, most=most)
    return int(value)


def percentage(cell: Cell) -> int | None:
    """Whole percent, 1 to 100, halves rounded up.

    A number up to 1 is a share (0.5 is 50 %, 1 is full time), as percent cells are stored; with
    a percent sign it is what it says.
    """
    words = {"vollzeit": 100, "vz": 100, "full time": 100, "full-time": 100, "fulltime": 100}
    if isinstance(cell, str) and shown(cell).casefold() in words:
        return words[shown(cell).casefold()]
    try:
        value = number(cell)
    except CellError as error:
        if isinstance(cell, ErrorCell):
            raise
        raise CellError(_NO_PERCENTAGE, value=shown(cell)) from error
    if value is None:
        return None
    if 0 < value <= 1 and not (isinstance(cell, str) and "%" in cell):
        value *= 100
    percent = int(value.to_integral_value(ROUND_HALF_UP))
    if not 1 <= percent <= 100:
        raise CellError(_NO_PERCENTAGE, value=shown(cell))
    return percent


def cents(cell: Cell) -> int | None:
    """An amount in euros as whole cents."""
    value = number(cell)
    if value is None:
        return None
    if not 0 <= value <= 1_000_000:
        raise CellError(_OUT_OF_RANGE, value=shown(cell), least=0, most=1_000_000)
    return int((value * 100).to_integral_value(ROUND_HALF_UP))


def yes_or_no(cell: Cell) -> bool | None:
    if isinstance(cell, bool):
        return cell
    value = text(cell).casefold()
    if not value:
        return None
    if value in _YES:
        return True
    if value in _NO:
        return False
    raise CellError(_NOT_YES_OR_NO, value=shown(cell))
