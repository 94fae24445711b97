"""Filling in the meetings of an offering by a rule, and what speaks against them before saving."""

from datetime import time
from typing import Any
from zlib import crc32

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectChoice

from trainingtracker import settings
from trainingtracker.catalogue import offering_copy, school_holidays
from trainingtracker.catalogue.offering_facts import OfferingFacts
from trainingtracker.catalogue.recurrence import MOST, Rule, series
from trainingtracker.text import Message
from trainingtracker.web.fields.clock_field import ClockField
from trainingtracker.web.fields.day_field import DayField
from trainingtracker.web.filters import local
from trainingtracker.web.forms import (
    PartForm,
    SelectMultipleCheckboxField,
    TextField,
    at_most,
    optional,
    required,
    whole_number,
)

_WEEKDAYS = (
    _l("Monday"),
    _l("Tuesday"),
    _l("Wednesday"),
    _l("Thursday"),
    _l("Friday"),
    _l("Saturday"),
    _l("Sunday"),
)
_DEFAULTS = {"begins": time(9), "ends": time(12), "every": 1, "skip_public": True}


class SeriesForm(PartForm):
    """A rule, typed beside the meetings; it only fills in rows, and is not stored."""

    first = DayField(_l("First day"), [required()])
    weekdays = SelectMultipleCheckboxField(_l("On"), coerce=int)
    every = IntegerField(_l("Every so many weeks"), [optional(), whole_number(1, 8)])
    number = IntegerField(_l("Number of meetings"), [optional(), whole_number(1, MOST)])
    until = DayField(_l("Last possible day"), [optional()])
    begins = ClockField(_l("Begins"), [required()])
    ends = ClockField(_l("Ends"), [required()])
    venue = TextField(_l("Venue"), [at_most(250)])
    skip_public = BooleanField(_l("Leave out public holidays"))
    skip_school = BooleanField(_l("Leave out school holidays"))

    def __init__(self, *, sent: bool) -> None:
        super().__init__(
            request.form if sent else None, prefix="series-", data=None if sent else _DEFAULTS
        )
        self.weekdays.choices = [
            SelectChoice(number, name) for number, name in enumerate(_WEEKDAYS)
        ]
        # What the rule has left out, once it has filled in rows.
        self.left_out: list[str] = []
        self.filled_in = 0

    @property
    def pending(self) -> bool:
        """Typed, and not yet used to fill in rows."""
        return bool(self.first.raw_data and self.first.raw_data[0])

    def validate(self, extra_validators: Any = None) -> bool:
        valid = super().validate(extra_validators)
        if valid and self.ends.data <= self.begins.data:
            self.ends.errors = [_("A meeting ends after it starts.")]
            return False
        if valid and self.number.data is None and self.until.data is None:
            self.number.errors = [_("Say how many meetings there are, or until which day.")]
            return False
        return valid

    def rows(self) -> list[dict[str, Any]]:
        """What the rule fills in, as rows of the meetings."""
        rule = Rule(
            first=self.first.data,
            weekdays=frozenset(self.weekdays.data or ()),
            every=self.every.data or 1,
            number=self.number.data,
            until=self.until.data,
            skip_public=self.skip_public.data,
            skip_school=self.skip_school.data,
        )
        found = series(rule, settings.get("federal_state"), school_holidays.current())
        self.left_out = [local(each) for each in found.left_out]
        shared = {"begins": self.begins.data, "ends": self.ends.data, "venue": self.venue.data}
        return [{"day": day, **shared} for day in found.days]


def unseen_conflicts(
    facts: OfferingFacts, stored: OfferingFacts | None = None, besides: int | None = None
) -> list[Message]:
    """Conflicts of room and trainers that the reader has not been shown; asked before saving.

    Nothing is asked where neither meetings nor trainers change.
    """
    if stored is not None and _occupying(stored) == _occupying(facts):
        return []
    found = offering_copy.clashes(facts, besides)
    return found if request.form.get("conflicts_seen") != fingerprint(found) else []


def fingerprint(conflicts: list[Message]) -> str:
    """Comes back with the form to say which conflicts were shown."""
    said = "\n".join(each.in_language("en") for each in conflicts)
    return str(crc32(said.encode())) if said else ""


def _occupying(facts: OfferingFacts) -> tuple[object, ...]:
    meetings = {(m.starts_at, m.ends_at, m.venue) for m in facts.meetings}
    return meetings, set(facts.trainer_ids)
