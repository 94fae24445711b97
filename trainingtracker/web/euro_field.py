"""A field for an amount of money, as people write it in German or English."""

import re
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from wtforms import StringField

from trainingtracker.web.requests import reader_language

# "1.200" is a German thousand, never one euro and twenty.
_THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+")


class EuroField(StringField):
    """An amount in euros, kept as cents; "12,50", "12.50" and "1.200,00" are understood."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        amount = f"{Decimal(self.data or 0) / 100:.2f}"
        return amount.replace(".", ",") if reader_language() == "de" else amount

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = str(valuelist[0] if valuelist else "").replace("€", "").strip()
        text = typed.replace(" ", "").replace("\u00a0", "")
        if "," in text or _THOUSANDS.fullmatch(text):
            text = text.replace(".", "").replace(",", ".")
        try:
            amount = Decimal(text or "0") * 100
        except ArithmeticError:
            amount = Decimal("NaN")
        if not amount.is_finite() or amount != amount.to_integral_value() or abs(amount) > 10**9:
            raise ValueError(_("Write an amount in euros, such as 120 or 99,50."))
        self.data = int(amount)
