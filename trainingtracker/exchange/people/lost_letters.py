"""Names whose letters were lost when a file was saved: "D?bicka" for "Dębicka".

Programs write a question mark for every letter that the encoding of a text does not have. Such a
name must not replace the right one on record, and nobody new is to get one.
"""

from dataclasses import replace
from typing import Any

from trainingtracker.exchange.people.entries import Entry
from trainingtracker.exchange.people.stored import StoredPeople
from trainingtracker.text import mark

_NAMES = ("last_name", "first_name")
_ENCODINGS = ("cp1252", "iso-8859-15", "cp1250", "ascii")

_LOST = mark(
    "“%(value)s” has a question mark where a letter was lost when the file was saved. Save the list"
    " as .xlsx or as text in UTF-8."
)


def with_letters(entry: Entry, stored: StoredPeople) -> Entry:
    """The entry with the names on record where it has lost letters of them; else a problem."""
    person = stored.persons.get(entry.key)
    found: dict[str, Any] = {}
    for name in _NAMES:
        said = getattr(entry, name)
        if "?" not in said:
            continue
        if person and _is_left_of(said, getattr(person, name)):
            found[name] = getattr(person, name)
        else:
            entry.record.problem(name, _LOST, value=said)
    return replace(entry, **found) if found else entry


def _is_left_of(said: str, name: str) -> bool:
    """Whether this is what saving leaves of the name."""
    return any(name.encode(each, "replace").decode(each) == said for each in _ENCODINGS)
