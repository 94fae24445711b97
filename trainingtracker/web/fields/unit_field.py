"""Fields to choose a unit with: from a list, and in a large city any of them by its number."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from flask_babel import gettext as _
from wtforms import SelectChoice, SelectField
from wtforms.fields.choices import Choice
from wtforms.validators import StopValidation

from trainingtracker.organisation.tree import UnitNode, UnitTree
from trainingtracker.web.arguments import whole
from trainingtracker.web.filters import language_of, local
from trainingtracker.web.requests import leadership
from trainingtracker.web.unit_choices import unit_choices


class UnitField(SelectField):
    """A unit by its id; `prefix` stands before it where the list has other things as well.

    Where the list is `shortened`, the field macro asks for a number beside it. A number that was
    typed counts more than what is chosen.
    """

    def __init__(
        self, label: Any = None, validators: Any = None, prefix: str = "", **kwargs: Any
    ) -> None:
        # Before the field takes in what was sent.
        self._typed, self.shortened, self._prefix = "", False, prefix
        self._within: Collection[int] | None = None
        self._other_tree: UnitTree | None = None
        super().__init__(label, validators, **kwargs)
        self.optgroup: str | None = None
        # It looks like every other list to choose from.
        self.type = SelectField.__name__
        self.choices: list[SelectChoice] = []

    def offer(
        self,
        before: Iterable[SelectChoice] = (),
        after: Iterable[SelectChoice] = (),
        within: Collection[int] | None = None,
        tree: UnitTree | None = None,
    ) -> None:
        """Offer the units of today or of another tree, or some `within`, between other things."""
        self._other_tree = tree
        self._take_number()
        units = unit_choices(self._tree, within=within)
        self._within, self.shortened = within, units.shortened
        self.choices = [
            *before,
            *(self._choice(unit.id, unit.label, unit.lang) for unit in units.options),
            *after,
        ]

    def _choice(self, unit_id: int, name: str, lang: str | None) -> SelectChoice:
        more = {"lang": lang} if lang else {}
        return SelectChoice(self.value_of(unit_id), name, more, self.optgroup)

    @property
    def _tree(self) -> UnitTree:
        return self._other_tree or leadership().tree

    def value_of(self, unit_id: int) -> str:
        return f"{self._prefix}{unit_id}"

    def _unit(self) -> UnitNode | None:
        """The unit that is chosen, of those that may be."""
        value = str(self.data)
        if not value.startswith(self._prefix):
            return None
        found = self._tree.get(whole(value.removeprefix(self._prefix)))
        return found if found and self._admits(found) else None

    def _admits(self, unit: UnitNode) -> bool:
        return self._within is None or unit.id in self._within

    @property
    def unknown(self) -> str:
        """The number that was typed, where nothing that may be chosen has it."""
        unit = self._tree.by_number(self._typed)
        return "" if unit and self._admits(unit) else self._typed

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        super().process(formdata, *args, **kwargs)
        self._typed = (formdata.get(f"{self.name}-number") or "").strip() if formdata else ""
        if not self._typed:
            return
        self.process_errors: list[str] = []
        self.raw_data = [self._typed]
        self._take_number()

    def _take_number(self) -> None:
        if self._typed and (unit := self._tree.by_number(self._typed)):
            self.data = self.coerce(self.value_of(unit.id))

    def pre_validate(self, form: Any) -> None:
        if self.unknown:
            raise StopValidation(
                _("No unit to choose has the number %(number)s.", number=self.unknown)
            )
        super().pre_validate(form)

    def has_groups(self) -> bool:
        self._offer_chosen()
        return bool(super().has_groups())

    def iter_choices(self) -> Iterator[Choice]:
        self._offer_chosen()
        return iter(super().iter_choices())

    def _offer_chosen(self) -> None:
        """A unit further down is in the list as soon as it is the one."""
        unit = self._unit() if self.shortened else None
        if unit is None or any(str(choice.value) == str(self.data) for choice in self.choices):
            return
        chosen = self._choice(unit.id, "\u2003" * unit.depth + local(unit), language_of(unit.name))
        groups = [choice.optgroup for choice in self.choices]
        end = len(groups) - groups[::-1].index(self.optgroup) if self.optgroup in groups else None
        self.choices = [*self.choices[:end], chosen, *(self.choices[end:] if end else ())]
