"""A field for a group of people: a unit with everything below it, or a status group."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from wtforms import SelectChoice

from trainingtracker import clock
from trainingtracker.organisation.groups import Group, group_names, status_groups
from trainingtracker.web.fields.unit_field import UnitField
from trainingtracker.web.filters import local
from trainingtracker.web.requests import leadership


class WhomField(UnitField):
    """A group as "unit:5" or "status:2"; empty stands for nobody in particular."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, prefix="unit:", **kwargs)

    @property
    def group(self) -> Group:
        """The group that was chosen; to be asked where one is."""
        kind, _colon, number = str(self.data).partition(":")
        return Group(int(number), None) if kind == "unit" else Group(None, int(number))


def whom_value(group: Group) -> str:
    """The group as a field sends it."""
    if group.unit_id is not None:
        return f"unit:{group.unit_id}"
    return f"status:{group.status_group_id}"


def offer_groups(fields: Iterable[WhomField], stored: set[Group]) -> None:
    """Offer status groups, then units by their place in the tree; stored ones that are gone stay.

    Every field offers the same.
    """
    groups = [
        SelectChoice(f"status:{one.id}", local(one.name), optgroup=_("Status groups"))
        for one in status_groups()
    ]
    tree, known = leadership().tree, {choice.value for choice in groups}
    gone = {
        group for group in stored if group.unit_id not in tree and whom_value(group) not in known
    }
    lost = [
        SelectChoice(whom_value(group), local(name), optgroup=_("Units that are gone"))
        for group, name in (group_names(gone, clock.today()).items() if gone else ())
    ]
    for field in fields:
        field.optgroup = _("Units")
        field.offer([SelectChoice("", ""), *groups], lost)
