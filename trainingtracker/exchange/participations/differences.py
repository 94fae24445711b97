"""One participation of a list beside the one on record, in the words of the list."""

from trainingtracker.exchange.participations.entries import Entry
from trainingtracker.exchange.participations.fields import VOCABULARY
from trainingtracker.exchange.preview import Change, ChangeOf, FieldChange
from trainingtracker.labels import labelled
from trainingtracker.vocabulary import Result


def change_of(kind: ChangeOf, entry: Entry, before: Result | None = None) -> Change:
    fields: tuple[FieldChange, ...] = ()
    if kind in (ChangeOf.NEW, ChangeOf.CHANGED):
        label = VOCABULARY.fields["result"].label
        stated = labelled(before) if before else None
        fields = (FieldChange(label, stated, labelled(entry.result)),)
    key = f"{entry.person.listed}, {entry.course.code}, {entry.day:%d.%m.%Y}"
    return Change(kind, entry.record.place, key, fields)
