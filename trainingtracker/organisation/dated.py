"""Changing dated rows without ever editing one: supersede, copy, add."""

from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, inspect, or_, select

from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models.columns import Dated

Row = TypeVar("Row", bound=Dated)
_OWN = {"id", "since", "until", "recorded_at", "superseded_at"}


def change_from(
    model: type[Row], owner: dict[str, Any], values: dict[str, Any], since: date
) -> Row:
    """From `since` on the owner's fact has these values, and what was to come later is dropped.

    `owner` are the columns that say whose fact it is, such as {"person_id": 7}. The row that held
    before is superseded by a copy that ends on `since`. Returns the new row.
    """
    end(model, owner, since)
    row = model(**{**owner, **values, "since": since, "until": None})
    db.session.add(row)
    db.session.flush()
    return row


def end(model: type[Row], owner: dict[str, Any], until: date) -> None:
    """The owner's facts end on `until` (exclusive); what would begin on or after it is dropped."""
    for row in db.session.scalars(
        select(model).where(*_owned(model, owner), _open_after(model, until))
    ):
        row.superseded_at = clock.now()
        if row.since < until:
            db.session.add(copy_of(row, until=until))
    db.session.flush()


def _owned(model: type[Row], owner: dict[str, Any]) -> list[ColumnElement[bool]]:
    return [model.known(), *(getattr(model, name) == value for name, value in owner.items())]


def _open_after(model: type[Row], day: date) -> ColumnElement[bool]:
    return or_(model.until.is_(None), model.until > day)


def copy_of(row: Row, **values: Any) -> Row:
    """A new row that says the same but for these values; it holds since the same day."""
    mapper = inspect(type(row))
    same = {
        column.key: getattr(row, column.key)
        for column in mapper.column_attrs
        if column.key not in _OWN
    }
    return type(row)(**{**same, "since": row.since, **values})
