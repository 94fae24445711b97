"""A field for a time of the day."""

from typing import Any

from flask_babel import gettext as _
from wtforms import TimeField


class ClockField(TimeField):
    """A time of the day, as browsers send it."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("This is not a time of the day. Example: 09:30.")) from None
