"""A field for a group of people: a unit with everything below it, or a status group."""

from typing import Any

from flask_babel import gettext as _
from wtforms import SelectChoice, SelectField

from trainingtracker import clock
from trainingtracker.organisation.groups import Group, group_names, status_groups
from trainingtracker.web.filters import local
from trainingtracker.web.requests import leadership


class WhomField(SelectField):
    """A group as "unit:5" or "status:2"; empty stands for nobody in particular."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        # It looks like every other list to choose from.
        self.type = SelectField.__name__

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


def whom_choices(stored: set[Group]) -> list[SelectChoice]:
    """Status groups, then units by their place in the tree; stored ones that are gone stay."""
    present = [
        SelectChoice(f"status:{one.id}", local(one.name), optgroup=_("Status groups"))
        for one in status_groups()
    ]
    present += [
        SelectChoice(f"unit:{unit.id}", "\u2003" * unit.depth + local(unit), optgroup=_("Units"))
        for unit in leadership().tree.in_order()
    ]
    known = {choice.value for choice in present}
    gone = {group for group in stored if whom_value(group) not in known}
    if gone:
        present += [
            SelectChoice(whom_value(group), local(name), optgroup=_("Units that are gone"))
            for group, name in group_names(gone, clock.today()).items()
        ]
    return [SelectChoice("", ""), *present]
