"""What every cell obeys: which values it can hold, and which texts could be taken for formulas."""

import math
import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeAlias

from trainingtracker import clock
from trainingtracker.reports.report import Value

FORMULA_STARTS = ("=", "+", "-", "@")
# What XML 1.0 cannot hold: control characters, halves of surrogate pairs, two non-characters.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_TEXT = 32_767
# Spreadsheets read _x0041_ as the letter A, unless its first mark is such a code itself.
_LIKE_A_CODE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
# What most texts are: nothing in them is anything but itself, in a cell and in markup.
_HARMLESS = re.compile(
    rf"(?![=+\-@\s])[^&<>_\x00-\x1f\ud800-\udfff\ufffe\uffff]{{1,{_LONGEST_TEXT}}}(?<!\s)"
)
# Excel counts a 29 February 1900 that never was, so that programs disagree about days before.
_FIRST_SURE_DAY = date(1900, 3, 1)

Stored: TypeAlias = str | int | float | Decimal | date | time | None


def is_harmless(text: str) -> bool:
    """Whether the text is written as it is: told quicker than what would have to be changed."""
    return _HARMLESS.fullmatch(text) is not None


def clean(text: str) -> str:
    """The text as a workbook holds it, without what none may hold."""
    text = _IMPOSSIBLE.sub("", text)[:_LONGEST_TEXT]
    return _LIKE_A_CODE.sub("_x005F_", text) if "_x" in text else text


def storable(value: Value | time) -> Stored:
    """The value as a cell can hold it: instants on the administration's clock, no infinity.

    Days that spreadsheets disagree about become texts.
    """
    match value:
        case str():
            return clean(value)
        case bool():
            return int(value)
        case float() | Decimal() if not math.isfinite(value):
            return "#NUM!"
        case datetime():
            value = clock.local(value).replace(tzinfo=None) if value.tzinfo else value
            return value if value.date() >= _FIRST_SURE_DAY else value.isoformat(" ")
        case date():
            return value if value >= _FIRST_SURE_DAY else value.isoformat()
    return value
