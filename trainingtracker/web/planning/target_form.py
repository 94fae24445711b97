"""The form of a target: for whom it is set once, and what is to be reached by when."""

from typing import Any, cast

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField
from wtforms.fields.choices import SelectChoice

from trainingtracker import clock
from trainingtracker.catalogue import topics
from trainingtracker.models import Target
from trainingtracker.strategy.targets import MOST_PERSONS, Aim, aim_of
from trainingtracker.vocabulary import TargetMeasure
from trainingtracker.web.arguments import whole
from trainingtracker.web.conflicts import VersionedForm
from trainingtracker.web.fields.day_field import DayField
from trainingtracker.web.fields.unit_field import UnitField
from trainingtracker.web.filters import label, local
from trainingtracker.web.forms import (
    PageForm,
    TextField,
    at_most,
    optional,
    required,
    whole_number,
)

_EVERYTHING = ""


class AimForm(PageForm):
    """What is to be reached by when."""

    amount = IntegerField(_l("Target"), [required(), whole_number(1, MOST_PERSONS)])
    measure = SelectField(_l("Counted as"), [required()])
    due = DayField(_l("Reach by"), [required()])
    since = DayField(_l("Holds from"), [required()])
    note_de = TextField(_l("Purpose in German"), [optional(), at_most(250)])
    note_en = TextField(_l("Purpose in English"), [optional(), at_most(250)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measure.choices = [SelectChoice(each.value, label(each)) for each in TargetMeasure]

    @property
    def aim(self) -> Aim:
        """What was typed; only after validation."""
        return Aim(
            TargetMeasure(self.measure.data),
            cast("int", self.amount.data),
            self.due.data,
            self.since.data,
            self.note_de.data or "",
            self.note_en.data or "",
        )


class NewTargetForm(AimForm):
    """A target with whom it is for."""

    topic = SelectField(_l("Topic"), [optional()])
    unit = UnitField(_l("Unit"), [optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topic.choices = [
            SelectChoice(_EVERYTHING, _l("All topics")),
            *(SelectChoice(str(each.id), local(each.title)) for each in topics.in_order()),
        ]
        self.unit.offer([SelectChoice(_EVERYTHING, _l("The whole administration"))])

    @classmethod
    def empty(cls) -> "NewTargetForm":
        return cls(None, data={"since": clock.today(), "measure": TargetMeasure.SHARE.value})

    @property
    def topic_id(self) -> int | None:
        return whole(self.topic.data)

    @property
    def unit_id(self) -> int | None:
        return whole(self.unit.data)


class TargetForm(AimForm, VersionedForm):
    """A target that there is; it is changed from today on, unless another day is given."""

    @classmethod
    def of(cls, target: Target) -> "TargetForm":
        stored = aim_of(target)
        shown = {**stored._asdict(), "measure": stored.measure.value, "since": clock.today()}
        return cls(None, data=shown).of_version(target.id)
