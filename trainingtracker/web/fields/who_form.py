"""The part of a form that says who is meant: by personnel number or name, or one of several."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement
from wtforms import RadioField, SelectChoice

from trainingtracker import clock
from trainingtracker.models import Person
from trainingtracker.organisation import people
from trainingtracker.web.arguments import whole
from trainingtracker.web.forms import PageForm, TextField, at_most


class WhoForm(PageForm):
    """Somebody by personnel number or name, or the one chosen among several of that name."""

    who = TextField(_l("Personnel number or name"), [at_most(200)])
    person_id = RadioField(_l("Who is meant?"), validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person_id.choices = []

    def meant(self, scope: ColumnElement[bool], *, valid: bool) -> Person | None:
        """The person meant beyond doubt; else the form asks again, by a choice or an error.

        Where the rest is not `valid`, the person who was found stays chosen.
        """
        today = clock.today()
        if chosen := whole(self.person_id.data):
            person = people.employed_person(chosen, scope=scope, as_of=today)
            found = [person] if person else []
        else:
            found = people.look_up(self.who.data or "", scope=scope, as_of=today)
        if not found:
            self.who.errors = [
                _("Nobody of this number or name works here.")
                if self.who.data
                else _("Write a personnel number or a name.")
            ]
        if len(found) == 1 and valid:
            return found[0]
        self.person_id.choices = [
            SelectChoice(str(p.id), f"{p.listed_name} ({p.personnel_number or _('guest')})")
            for p in found
        ]
        return None

    @property
    def asks_who(self) -> bool:
        """Whether nothing is wrong but that several could be meant."""
        return bool(self.person_id.choices) and not self.errors
