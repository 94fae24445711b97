"""One participation of a list beside the one on record, in the words of the list."""

from functools import cache

from trainingtracker.exchange.participations.entries import Entry
from trainingtracker.exchange.participations.fields import VOCABULARY
from trainingtracker.exchange.preview import Change, ChangeOf, FieldChange
from trainingtracker.labels import labelled
from trainingtracker.vocabulary import Result


def change_of(kind: ChangeOf, entry: Entry, before: Result | None = None) -> Change:
    changed = kind in (ChangeOf.NEW, ChangeOf.CHANGED)
    fields = _fields(before, entry.result) if changed else ()
    key = f"{entry.person.listed}, {entry.course.code}, {entry.day:%d.%m.%Y}"
    return Change(kind, entry.record.place, key, fields)


@cache
def _fields(before: Result | None, after: Result) -> tuple[FieldChange, ...]:
    """There are few of them, for very many rows."""
    stated = labelled(before) if before else None
    return (FieldChange(VOCABULARY.fields["result"].label, stated, labelled(after)),)
