"""Personnel, unit and cost centre numbers that Excel has taken for numbers or dates.

Known numbers win: 12345 is 00012345 where that is on record or stands elsewhere in the list as
text. Else the list's own width decides. What could be two numbers is told, never guessed.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from trainingtracker.exchange.meaning.cells import CellError, is_empty, shown, text
from trainingtracker.exchange.reading.sheets import Cell, ErrorCell, Padded
from trainingtracker.text import Listed, mark

_DECIMAL = re.compile(r"\d+\.\d+")
_WHOLE = re.compile(r"(\d+)[.,]0")
_THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+")
_NUMBER_LIMIT = 60
# Shorter numbers of one width are no proof of leading zeros: units 16 and 18 beside 5.
_PROOF_WIDTH = 6
# Beyond this Excel itself has lost digits.
_EXACT = 10**15

_NO_IDENTIFIER = mark("“%(value)s” cannot be a number of this kind.")
_LOST_DIGITS = mark(
    "Excel has lost digits of “%(value)s”. Format the column as text and type it anew."
)
_AMBIGUOUS = mark("“%(value)s” can stand for several numbers: %(candidates)s. Format it as text.")
_LOST_ZEROS = mark(
    "“%(value)s” may have lost a zero at the end in Excel. Format the column as text and type it"
    " anew."
)
_IS_A_DATE = mark(
    "Excel has turned this number into the date %(value)s. Format the column as text and type it"
    " anew."
)


class Numbers:
    """The numbers of one kind: those on record and the cells of the list's columns.

    `references`: the column can only name what is known, so that one candidate is enough.
    """

    def __init__(
        self, known: Iterable[str], cells: Iterable[Cell] = (), *, references: bool = False
    ) -> None:
        self._known = set(known)
        self._references = references
        column = [cell for cell in cells if not isinstance(cell, ErrorCell) and not is_empty(cell)]
        self._texts = {_as_text(cell) for cell in column if isinstance(cell, str | Padded)}
        self._by_value: dict[Decimal, set[str]] = defaultdict(set)
        for number in self._known | self._texts:
            if (value := _value(number)) is not None:
                self._by_value[value].add(number)
        self._width = self._common_width(column)
        self._decimals = self._common_decimals(column)
        fractions = [text for text in self._texts if _DECIMAL.fullmatch(text.replace(",", "."))]
        self._all_end_in_zero = all(_WHOLE.fullmatch(text) for text in fractions)

    def __contains__(self, number: str) -> bool:
        return number in self._known

    def read(self, cell: Cell) -> str | None:
        """The number that the cell means; None for an empty cell."""
        if is_empty(cell) or isinstance(cell, ErrorCell):
            return text(cell) or None
        if isinstance(cell, Padded):
            return self._from_text(cell.shown)
        if isinstance(cell, str):
            return self._from_text(text(cell, _NUMBER_LIMIT))
        if isinstance(cell, date):
            return self._from_date(cell)
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            return self._from_number(float(cell))
        raise CellError(_NO_IDENTIFIER, value=shown(cell))

    def _from_text(self, value: str) -> str:
        if value in self._known:
            return value
        if re.fullmatch(r"\d([.,]\d+)?E\+?\d+", value, re.IGNORECASE):
            raise CellError(_LOST_DIGITS, value=value)
        number = self._plain(value)
        if number in self._known:
            return number
        # Written out in the list as text beside the other, it is a number of its own.
        known = {n for n in self._matching(number) if n in self._known and n not in self._texts}
        if len(known) == 1 and (self._references or number.isdecimal()):
            return known.pop()
        if known:
            raise CellError(_AMBIGUOUS, value=value, candidates=_listed({*known, number}))
        return self._padded(number) if number.isdecimal() else number

    def _plain(self, value: str) -> str:
        """Without blanks inside, the .0 of a number that went through Excel, and thousands."""
        compact = value.replace(" ", "")
        if _THOUSANDS.fullmatch(compact) and self._matching(compact.replace(".", "")) & self._known:
            return compact.replace(".", "")
        if self._all_end_in_zero and (whole := _WHOLE.fullmatch(compact)):
            return whole[1]
        return compact if _value(compact) is not None else value

    def _from_number(self, value: float) -> str:
        if value < 0 or value >= _EXACT:
            raise CellError(_LOST_DIGITS if value > 0 else _NO_IDENTIFIER, value=shown(value))
        plain = shown(value)
        matching = self._matching(plain)
        known = matching & self._known or matching
        if len(known) == 1:
            return known.pop()
        if known:
            raise CellError(_AMBIGUOUS, value=plain, candidates=_listed(known))
        if plain.isdecimal():
            return self._padded(plain)
        if not _DECIMAL.fullmatch(plain):
            raise CellError(_NO_IDENTIFIER, value=plain)
        digits = len(plain.split(".")[1])
        if self._decimals and digits < self._decimals:
            raise CellError(_LOST_ZEROS, value=plain)
        return plain

    def _from_date(self, value: date) -> str:
        """18.10 typed into Excel becomes 18 October, 10.26 becomes 1 October 2026."""
        day, month, year = value.day, value.month, value.year % 100
        day, month, year = value.day, value.month, value.year % 100
        typed = {f"{day}.{month}", f"{day:02}.{month:02}", f"{day}.{month:02}"}
        if day == 1:
            typed |= {f"{month:02}.{year:02}", f"{month}.{year:02}"}
        known = typed & (self._known | self._texts)
        if len(known) != 1:
            raise CellError(_IS_A_DATE, value=shown(value))
        return known.pop()

    def _matching(self, plain: str) -> set[str]:
        value = _value(plain)
        return set(self._by_value.get(value, ())) if value is not None else set()

    def _padded(self, digits: str) -> str:
        return digits.zfill(self._width) if self._width else digits

    def _common_width(self, column: list[Cell]) -> int:
        """The width of the list's own numbers, 0 where they have none in common.

        Text in a workbook proves it, and a zero in front does so anywhere: what stands as text
        in a list with other numbers in it, and what of the list is on record.
        """
        as_numbers = [_as_text(cell) for cell in column if _is_plain_number(cell)]
        texts = [t for t in map(_as_text, column) if t.isdecimal()] if column else []
        on_record = {
            number
            for cell in column
            for number in self._matching(_as_text(cell)) & self._known
            if number.isdecimal()
        }
        proof = {t for t in texts if t.startswith("0")} | {n for n in on_record if n[0] == "0"}
        if as_numbers:
            proof |= {t for t in texts if len(t) >= _PROOF_WIDTH and t not in as_numbers}
        widths = {len(number) for number in proof}
        longest = max((len(number) for number in [*texts, *as_numbers]), default=0)
        return widths.pop() if len(widths) == 1 and longest <= max(map(len, proof)) else 0

    def _common_decimals(self, column: list[Cell]) -> int:
        """The most digits after the point that any number of the list has."""
        written = [_as_text(cell) for cell in column if not isinstance(cell, date)]
        return max((len(t.split(".")[1]) for t in written if _DECIMAL.fullmatch(t)), default=0)


def _is_plain_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool | Padded)


def _as_text(cell: Cell) -> str:
    return shown(cell).replace(" ", "")


def _value(number: str) -> Decimal | None:
    """What Excel would take the number for; None where it would leave it alone."""
    if number.isdecimal() or _DECIMAL.fullmatch(number):
        return Decimal(number)
    return None


def _listed(candidates: Iterable[str]) -> Listed:
    return Listed(tuple(sorted(candidates)))
