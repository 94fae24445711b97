"""The form that enrols somebody else: one of the next offerings, or any to come by its number."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement
from wtforms import SelectChoice, SelectField, StringField
from wtforms.validators import Optional, StopValidation

from trainingtracker.catalogue import offering_list
from trainingtracker.catalogue.offering_list import OfferingRow, in_stage
from trainingtracker.models import Offering
from trainingtracker.vocabulary import OfferingStage
from trainingtracker.web.filters import local, moment
from trainingtracker.web.forms import PageForm, stripped

# So many dates are offered at once; nobody chooses among hundreds.
_NEXT = 60


class EnrolForm(PageForm):
    """`total` is how many offerings are to come; a number that was typed counts more."""

    offering_id = SelectField(
        _l("Offering"), [Optional()], coerce=lambda value: int(value) if value else None
    )
    number = StringField(_l("Offering number"), filters=[stripped])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        upcoming = in_stage(OfferingStage.UPCOMING)
        shown, self.total = offering_list.foremost([upcoming], _NEXT)
        self.shown = len(shown)
        if (other := self._other(shown)) is not None:
            found = offering_list.rows([upcoming, other])
            if self.number.data:
                self.offering_id.data = found[0].id if found else None
                self.offering_id.validate_choice = bool(found)
            shown += [row for row in found if row.id not in {each.id for each in shown}]
        offerings = [
            SelectChoice(row.id, f"{local(row.course)}, {moment(row.starts_at)} ({row.number})")
            for row in shown
        ]
        first = [SelectChoice("", _l("Please choose"))] if offerings else []
        self.offering_id.choices = [*first, *offerings]

    def _other(self, shown: list[OfferingRow]) -> ColumnElement[bool] | None:
        """The offering that is meant where it is none of those shown."""
        if self.number.data:
            return Offering.number == self.number.data
        chosen = self.offering_id.data
        if chosen and chosen not in {row.id for row in shown}:
            return Offering.id == chosen
        return None

    def validate_number(self, field: StringField) -> None:
        if field.data and self.offering_id.data is None:
            raise StopValidation(
                _("No offering to come has the number %(number)s.", number=field.data)
            )
