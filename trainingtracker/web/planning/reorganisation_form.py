"""The forms of a reorganisation: one for each thing that can happen to a unit."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, SelectChoice, SelectField

from trainingtracker import clock
from trainingtracker.organisation.reorganisation.history import members
from trainingtracker.organisation.reorganisation.wish import Wish
from trainingtracker.organisation.tree import UnitTree
from trainingtracker.vocabulary import ReorganisationKind
from trainingtracker.web.fields.unit_field import UnitField
from trainingtracker.web.forms import (
    PageForm,
    SelectMultipleCheckboxField,
    TextField,
    at_most,
    optional,
    required,
)
from trainingtracker.web.requests import reader_language

_NOTHING = ""


def _id(value: object) -> int | None:
    return int(str(value)) if str(value or "").isdigit() else None


class ReorganisationForm(PageForm):
    """From when on; `seen` is the preview that was looked at."""

    unit_id = UnitField(_l("Unit"), validators=[required()])
    since = DateField(_l("From this day on"), validators=[required()])
    seen = HiddenField()

    def offer(self, tree: UnitTree) -> None:
        """Fill in what there is to choose from."""
        self.unit_id.offer(before=[SelectChoice(_NOTHING, "–")], tree=tree)
        self.offer_more(tree)

    def offer_more(self, tree: UnitTree) -> None:
        """What a kind of reorganisation asks for besides."""

    def wish(self, kind: ReorganisationKind) -> Wish:
        given: dict[str, Any] = {}
        for name in ("name_de", "name_en", "number"):
            if name in self:
                given[name] = self[name].data or ""
        for name in ("parent_id", "target_id", "manager_id"):
            if name in self:
                given[name] = _id(self[name].data)
        for name in ("person_ids", "child_ids"):
            if name in self:
                given[name] = tuple(int(value) for value in self[name].data or ())
        return Wish(kind, int(self.unit_id.data), self.since.data, **given)


class RenameForm(ReorganisationForm):
    name_de = TextField(_l("New name (German)"), validators=[required(), at_most(250)])
    name_en = TextField(_l("New name (English)"), validators=[optional(), at_most(250)])


class MoveForm(ReorganisationForm):
    parent_id = UnitField(_l("New unit above"), validators=[optional()])

    def offer_more(self, tree: UnitTree) -> None:
        top = SelectChoice(_NOTHING, _l("None: it stands at the top"))
        self.parent_id.offer(before=[top], tree=tree)


class MergeForm(ReorganisationForm):
    target_id = UnitField(_l("Goes into"), validators=[required()])

    def offer_more(self, tree: UnitTree) -> None:
        self.target_id.offer(before=[SelectChoice(_NOTHING, "–")], tree=tree)


class SplitForm(ReorganisationForm):
    number = TextField(_l("Number of the new unit"), validators=[required(), at_most(60)])
    name_de = TextField(_l("Name of the new unit (German)"), validators=[required(), at_most(250)])
    name_en = TextField(_l("Name of the new unit (English)"), validators=[optional(), at_most(250)])
    child_ids = SelectMultipleCheckboxField(_l("Sub-units that belong to the new unit"))
    person_ids = SelectMultipleCheckboxField(_l("People who belong to the new unit"))
    manager_id = SelectField(_l("Manager of the new unit"), validators=[optional()])

    def offer_more(self, tree: UnitTree) -> None:
        unit_id = _id(self.unit_id.data)
        people = members(unit_id, clock.today()) if unit_id else []
        children = tree.children(unit_id) if unit_id else []
        names = [(str(person.id), person.listed_name) for person in people]
        self.child_ids.choices = [(str(n.id), n.in_language(reader_language())) for n in children]
        self.person_ids.choices = names
        self.manager_id.choices = [(_NOTHING, _l("Nobody yet")), *names]


FORMS: dict[ReorganisationKind, type[ReorganisationForm]] = {
    ReorganisationKind.RENAME: RenameForm,
    ReorganisationKind.MOVE: MoveForm,
    ReorganisationKind.MERGE: MergeForm,
    ReorganisationKind.SPLIT: SplitForm,
}
