"""The form that enrols somebody else: one of the offerings to come."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField
from wtforms.validators import Optional

from trainingtracker.catalogue import offering_list
from trainingtracker.catalogue.offering_list import OfferingFilter
from trainingtracker.vocabulary import OfferingStage
from trainingtracker.web.filters import local, moment
from trainingtracker.web.forms import PageForm


class EnrolForm(PageForm):
    offering_id = SelectField(
        _l("Offering"), [Optional()], coerce=lambda value: int(value) if value else None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        upcoming = OfferingFilter(stage=OfferingStage.UPCOMING)
        offerings = [
            SelectChoice(row.id, f"{local(row.course)}, {moment(row.starts_at)} ({row.number})")
            for row in offering_list.offerings(upcoming, limit=500).rows
        ]
        first = [SelectChoice("", _l("Please choose"))] if offerings else []
        self.offering_id.choices = [*first, *offerings]
