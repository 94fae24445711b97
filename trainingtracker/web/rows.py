"""Rows of a form that are added and removed without JavaScript: each button sends the form."""

from typing import Any, Protocol

from flask import flash, request
from flask_babel import gettext as _
from wtforms import FieldList, Form, FormField


class RowsField(FieldList):
    """Rows of one kind, `most` at the most; `each` names one by its number, to say its errors."""

    def __init__(self, row: type[Form], label: Any, each: Any, most: int, **kwargs: Any) -> None:
        super().__init__(FormField(row), label=label, description=each, max_entries=most, **kwargs)


class RowsForm(Protocol):
    """A form with rows that can say what a new row proposes."""

    def __getitem__(self, name: str) -> Any: ...

    def add_row(self, rows: FieldList) -> None: ...


def changed_rows(form: RowsForm, *names: str) -> bool:
    """Whether the form was sent to add (`add=meetings`) or remove (`remove=meetings-2`) a row.

    If so the row is added or removed, and the page is shown again with all that was typed.
    """
    if request.method != "POST":
        return False
    if (added := request.form.get("add")) in names:
        rows = form[added]
        if rows.max_entries and len(rows) >= rows.max_entries:
            flash(
                _("There cannot be more than %(number)s rows.", number=rows.max_entries), "warning"
            )
        else:
            form.add_row(rows)
        return True
    name, _between, index = request.form.get("remove", "").rpartition("-")
    if name in names:
        _remove(form[name], f"{name}-{index}")
        return True
    return False


def _remove(rows: FieldList, row_name: str) -> None:
    rows.entries = [entry for entry in rows.entries if entry.name != row_name]
