"""When two people edit the same thing: what the other one has changed meanwhile.

A form carries a fingerprint of every field as it was shown. When its version turns out to be old,
the fingerprints tell which stored values are new to the reader, and which fields the reader has
not touched.
"""

import json
from collections.abc import Callable
from typing import Any, NamedTuple, Self
from zlib import crc32

from flask_babel import gettext as _
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectMultipleField,
)
from wtforms.fields.choices import SelectFieldBase

from trainingtracker.errors import RuleViolation, StaleVersion
from trainingtracker.extensions import db
from trainingtracker.web.arguments import whole
from trainingtracker.web.forms import PageForm

_OWN_FIELDS = {"csrf_token", "version", "seen"}


class Change(NamedTuple):
    """A field that somebody else has changed: what is stored now, and what the reader has typed.

    What they have not touched is taken over into the form.
    """

    label: str
    stored: str
    typed: str
    taken_over: bool


class VersionedForm(PageForm):
    """A form of what several people may edit; it remembers what its reader has seen."""

    version = HiddenField()
    seen = HiddenField()

    def of_version(self, version: int) -> Self:
        """The form, which shows what is stored in this version."""
        shown = {field.short_name: _fingerprint(field) for field in _compared(self)}
        self.version.data = str(version)
        self.seen.data = json.dumps(shown, separators=(",", ":"))
        return self

    @property
    def seen_version(self) -> int:
        """What the operation compares with what is stored; 0 is no version of anything."""
        return whole(self.version.data) or 0

    def not_saved(
        self, violation: RuleViolation, stored: Callable[[], "VersionedForm"]
    ) -> list[Change]:
        """Undo, and say why. Returns what somebody else has saved meanwhile, if that is why.

        `stored` is asked after the undoing for the form of what is stored now.
        """
        db.session.rollback()
        stale = isinstance(violation, StaleVersion)
        changes = _take_over(self, stored()) if stale else []
        self.refuse(violation)
        return changes


def _take_over(typed: VersionedForm, stored: VersionedForm) -> list[Change]:
    """Bring a form that was sent up to date with `stored`, a form of what is stored now.

    What the reader has not touched takes over the stored value; what they typed stays. The next
    attempt is then made in knowledge of all that is stored. Returns what somebody else changed.
    """
    seen = _seen(typed.seen.data)
    changes = []
    for field in _compared(stored):
        name = field.short_name
        if seen.get(name) == _fingerprint(field):
            continue
        untouched, own = seen.get(name) == _fingerprint(typed[name]), shown_value(typed[name])
        if untouched:
            _copy(field, typed[name])
        stored_now, empty = shown_value(field), _("empty")
        changes.append(Change(str(field.label.text), stored_now or empty, own or empty, untouched))
    typed.version.data, typed.seen.data = stored.version.data, stored.seen.data
    return changes


def _copy(source: Field, target: Field) -> None:
    if isinstance(source, FieldList):
        target.entries = source.entries
        return
    target.data, target.raw_data = source.data, None


def _seen(sent: str | None) -> dict[str, int]:
    """The fingerprints that came back with the form; none where they make no sense."""
    try:
        known = json.loads(sent or "{}")
    except ValueError:
        return {}
    return known if isinstance(known, dict) else {}


def _fingerprint(field: Field) -> int:
    return crc32(shown_value(field).encode())


def shown_value(field: Field) -> str:
    """The value as a reader sees it; ids of rows are not seen."""
    if isinstance(field, FieldList):
        return "; ".join(filter(None, (shown_value(entry) for entry in field.entries)))
    if isinstance(field, FormField):
        inner = (f for f in field.form if f.type != "HiddenField")
        return ", ".join(filter(None, (shown_value(f) for f in inner)))
    if isinstance(field, BooleanField):
        return _("Yes") if field.data else _("No")
    if isinstance(field, SelectFieldBase):
        return _chosen(field)
    return str(field._value()) if hasattr(field, "_value") else str(field.data or "")


def _chosen(field: Any) -> str:
    wanted = field.data if isinstance(field, SelectMultipleField) else [field.data]
    kept = {str(value) for value in wanted or () if value not in (None, "")}
    return ", ".join(
        str(choice.label) for choice in field.iter_choices() if str(choice.value) in kept
    )


def _compared(form: Form) -> list[Field]:
    return [
        field
        for field in form
        if field.short_name not in _OWN_FIELDS and field.type != "SubmitField"
    ]
