"""A field for an amount of money, as people write it in German or English."""

import re
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from wtforms import StringField

from trainingtracker.web.requests import reader_language

# "1.200" is a German thousand, never one euro and twenty; "1,200" could be either and is asked for.
_GERMAN = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+),\d{1,2}|-?\d{1,3}(\.\d{3})+")
_ENGLISH = re.compile(r"-?(\d{1,3}(,\d{3})+|\d*)\.\d{1,2}|-?\d{1,3}(,\d{3}){2,}")
_WHOLE = re.compile(r"-?\d+")
_MOST = 10**9


class EuroField(StringField):
    """An amount in euros, kept as cents; "12,50", "12.50", "1.200,00" and "1,200.00" are meant.

    Empty is nothing at all where it is `or_nothing`, else 0.
    """

    def __init__(
        self, label: Any = None, validators: Any = None, *, or_nothing: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self._or_nothing = or_nothing

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None and self._or_nothing:
            return ""
        amount = f"{Decimal(self.data or 0) / 100:,.2f}"
        return amount.translate(_SWAPPED) if reader_language() == "de" else amount

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = str(valuelist[0] if valuelist else "").replace("€", "").strip()
        text = re.sub(r"[ \u00a0\u202f]", "", typed)
        if not text:
            self.data = None if self._or_nothing else 0
            return
        if _GERMAN.fullmatch(text):
            text = text.replace(".", "").replace(",", ".")
        elif _ENGLISH.fullmatch(text):
            text = text.replace(",", "")
        elif not _WHOLE.fullmatch(text):
            raise ValueError(_("Write an amount in euros, such as 120 or 99,50."))
        cents = Decimal(text).scaleb(2)
        if abs(cents) > _MOST:
            raise ValueError(_("This amount is too high."))
        self.data = int(cents)


_SWAPPED = str.maketrans(",.", ".,")
