"""The form with which an administrator grants a role."""

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from trainingtracker import clock
from trainingtracker.organisation.tree import UnitTree
from trainingtracker.vocabulary import Role
from trainingtracker.web.arguments import whole
from trainingtracker.web.fields.day_field import DayField
from trainingtracker.web.filters import label, local
from trainingtracker.web.forms import PageForm, optional, required


class GrantForm(PageForm):
    role = SelectField(_l("Role"), [required()])
    unit = SelectField(_l("Unit"), [optional()], validate_choice=False)
    since = DayField(_l("From"), [required()])
    last_day = DayField(_l("Last day"), [optional()])

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [
            SelectChoice("", _l("Please choose")),
            *(SelectChoice(role.value, label(role)) for role in Role),
        ]
        self.unit.choices = []

    @classmethod
    def empty(cls) -> "GrantForm":
        return cls(None, data={"since": clock.today()})

    @staticmethod
    def unit_choices(tree: UnitTree) -> list[SelectChoice]:
        return [
            SelectChoice("", _l("Everywhere")),
            *(SelectChoice(str(n.id), "\u2003" * n.depth + local(n)) for n in tree.in_order()),
        ]

    @property
    def unit_id(self) -> int | None:
        return whole(self.unit.data)

    @property
    def days(self) -> tuple[date, date | None]:
        """The first and the last day; only after validation."""
        assert self.since.data is not None
        return self.since.data, self.last_day.data
