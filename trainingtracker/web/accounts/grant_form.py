"""The form with which an administrator grants a role."""

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from trainingtracker import clock
from trainingtracker.vocabulary import Role
from trainingtracker.web.arguments import whole
from trainingtracker.web.fields.day_field import DayField
from trainingtracker.web.fields.unit_field import UnitField
from trainingtracker.web.filters import label
from trainingtracker.web.forms import PageForm, optional, required


class GrantForm(PageForm):
    role = SelectField(_l("Role"), [required()])
    unit = UnitField(_l("Unit"), [optional()], validate_choice=False)
    since = DayField(_l("From"), [required()])
    last_day = DayField(_l("Last day"), [optional()])

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [
            SelectChoice("", _l("Please choose")),
            *(SelectChoice(role.value, label(role)) for role in Role),
        ]

    @classmethod
    def empty(cls) -> "GrantForm":
        return cls(None, data={"since": clock.today()})

    def offer_units(self) -> None:
        self.unit.offer([SelectChoice("", _l("Everywhere"))])

    @property
    def unit_id(self) -> int | None:
        return whole(self.unit.data)

    @property
    def days(self) -> tuple[date, date | None]:
        """The first and the last day; only after validation."""
        assert self.since.data is not None
        return self.since.data, self.last_day.data
