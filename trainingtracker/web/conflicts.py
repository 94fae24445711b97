"""When two people edit the same thing: what the other one has changed meanwhile.

A form carries a fingerprint of every field as it was shown. When its version turns out to be old,
the fingerprints tell which stored values are new to the reader.
"""

import json
from typing import Any, NamedTuple
from zlib import crc32

from flask_babel import gettext as _
from wtforms import BooleanField, Field, FieldList, Form, FormField, SelectMultipleField
from wtforms.fields.choices import SelectFieldBase

_OWN_FIELDS = {"csrf_token", "version", "seen"}


class Change(NamedTuple):
    """A field that somebody else has changed, and what is stored now."""

    label: str
    stored: str


def fingerprints(form: Form) -> str:
    """The value of the hidden field `seen` of a form that shows what is stored."""
    shown = {field.short_name: crc32(shown_value(field).encode()) for field in _compared(form)}
    return json.dumps(shown, separators=(",", ":"))


def changed_meanwhile(seen: str | None, stored: Form) -> list[Change]:
    """The fields of `stored`, a form of what is stored now, that differ from what was seen."""
    try:
        known = json.loads(seen or "{}")
    except ValueError:
        known = {}
    if not isinstance(known, dict):
        known = {}
    return [
        Change(str(field.label.text), shown_value(field) or _("empty"))
        for field in _compared(stored)
        if known.get(field.short_name) != crc32(shown_value(field).encode())
    ]


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
