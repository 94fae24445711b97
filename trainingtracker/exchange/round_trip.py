"""Lists that go out, are edited and come back: every row carries its key and its version.

The key says which entry a row is of. The version stands for what the row said when it went out: a
row that still says that is untouched and stays so, whatever has happened in the tracker; one that
was edited goes in unless the tracker has changed the same entry meanwhile.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from trainingtracker.exchange.meaning.headings import Field
from trainingtracker.exchange.meaning.table import Record
from trainingtracker.exchange.preview import ChangeOf
from trainingtracker.text import mark

KEY = Field("row_key", mark("Row key (do not change)"), ("Zeilenschlüssel", "Row key"))
VERSION = Field("row_version", mark("Row version (do not change)"), ("Zeilenstand", "Row version"))
ROUND_TRIP = (KEY, VERSION)

_ANOTHER = mark(
    "The key of this row belongs to another entry. Undo the change in this column, or empty the"
    " last two columns of the row if it is to be a new entry."
)

Values = Mapping[str, object]


@dataclass(frozen=True)
class EditableRow:
    """One entry as it goes out: `values` are what it says, `cells` how the list writes it."""

    key: str
    values: Values
    cells: Mapping[str, Any]


class Standing(Enum):
    """Where a row stands between the list and the tracker."""

    FREE = auto()  # without a version, or nobody else has changed the entry
    UNTOUCHED = auto()
    CONFLICT = auto()


def changed_as(found: Standing) -> ChangeOf:
    """What becomes of an entry on record that the list states otherwise."""
    kinds = {Standing.UNTOUCHED: ChangeOf.UNCHANGED, Standing.CONFLICT: ChangeOf.CONFLICT}
    return kinds.get(found, ChangeOf.CHANGED)


def version_of(values: Values) -> str:
    """The same for two rows that say the same; an empty text says nothing."""
    known = {name: None if value == "" else value for name, value in values.items()}
    said = json.dumps(sorted((name, str(value)) for name, value in known.items()))
    return hashlib.blake2b(said.encode(), digest_size=9).hexdigest()


def is_another(record: Record, key: str | None, column: str) -> bool:
    """Whether the row carries the key of another entry than the one it names, which is told."""
    carried = record.text(KEY.name, 60)
    if not carried or carried == key:
        return False
    record.problem(column, _ANOTHER)
    return True


def standing(record: Record, before: Values, after: Values) -> Standing:
    """`before` is on record now, `after` would be if the row went in.

    Where a cell is empty, `after` may have what is on record by now, and the row has not said it.
    """
    version = record.text(VERSION.name, 60)
    if not version or dict(before) == dict(after):
        return Standing.FREE
    said = {name: after[name] if record.filled(name) else None for name in after}
    if version == version_of(said):
        return Standing.UNTOUCHED
    return Standing.FREE if version == version_of(before) else Standing.CONFLICT
