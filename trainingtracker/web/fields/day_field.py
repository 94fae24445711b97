"""A field for a day, in every form: what is no day, or beyond all plans, gets a sentence."""

from typing import Any

from flask_babel import gettext as _
from wtforms import DateField

from trainingtracker.clock import plausible_day
from trainingtracker.text import mark

NO_DAY = mark("This is not a date from 1950 to 2100. Example: 2026-06-30.")


class DayField(DateField):
    """A day from 1950 to 2100, as browsers send it."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return
        self.data = plausible_day(str(valuelist[0]).strip())
        if self.data is None:
            raise ValueError(_(NO_DAY))
