"""Lists of participants: who asks for a place, and what becomes of those who have asked.

Whoever is enrolled and not in the list stays enrolled.
"""

from datetime import date

from trainingtracker.accounts.actor import Actor
from trainingtracker.enrolment.states import GIVEN_UP
from trainingtracker.exchange.enrolments import moves
from trainingtracker.exchange.enrolments.editable import key_of, values_of
from trainingtracker.exchange.enrolments.entries import Entry, read
from trainingtracker.exchange.enrolments.fields import VOCABULARY
from trainingtracker.exchange.enrolments.stored import StoredEnrolment, load
from trainingtracker.exchange.finding.offerings import OfferingFinder
from trainingtracker.exchange.finding.people import PersonFinder
from trainingtracker.exchange.meaning.table import Table
from trainingtracker.exchange.operations import Outcome, Step, steps_of
from trainingtracker.exchange.preview import Change, ChangeOf, FieldChange, Preview
from trainingtracker.exchange.round_trip import changed_as, is_another, standing
from trainingtracker.labels import labelled
from trainingtracker.text import mark
from trainingtracker.vocabulary import Status

__all__ = ["VOCABULARY", "compare"]

_TWICE = mark("This person stands in row %(row)s of sheet “%(sheet)s” already.")


def compare(table: Table, preview: Preview, _today: date) -> None:
    """Hold a list of participants beside the enrolments on record."""
    offerings, people = OfferingFinder(), PersonFinder(table.column("person"))
    entries = [entry for record in table.records if (entry := read(record, offerings, people))]
    stored = load(entry.offering_id for entry in entries)
    steps = steps_of(preview)
    first: dict[tuple[int, int], Entry] = {}
    for entry in entries:
        before = first.setdefault(entry.key, entry)
        found = stored.get(entry.key)
        if before is not entry:
            place = before.record.place
            entry.record.problem("person", _TWICE, row=str(place.row), sheet=place.sheet)
        elif is_another(entry.record, key_of(found.id) if found else None, "person"):
            continue
        elif found and (kind := _kind(entry, found)) is not ChangeOf.CHANGED:
            fields = _differing(entry, found) if kind is ChangeOf.CONFLICT else ()
            preview.changes.append(Change(kind, entry.record.place, entry.listed, fields))
        else:
            steps.steps.append(_step(entry, found))
    steps.rehearse(preview)
    preview.writes = steps


def _kind(entry: Entry, found: StoredEnrolment) -> ChangeOf:
    if entry.status in (None, found.status):
        return ChangeOf.UNCHANGED
    after = values_of(entry.status)
    return changed_as(standing(entry.record, values_of(found.status), after))


def _differing(entry: Entry, found: StoredEnrolment) -> Outcome:
    wanted = labelled(entry.status) if entry.status else None
    return (FieldChange(mark("Status"), labelled(found.status), wanted),)


def _step(entry: Entry, found: StoredEnrolment | None) -> Step:
    wanted = entry.status
    # Whoever has given up may ask again.
    if found and wanted and not (found.status in GIVEN_UP and wanted not in GIVEN_UP):
        return Step(
            entry.record, "status", ChangeOf.CHANGED, entry.listed,
            lambda actor: _moved(entry, found, wanted, actor),
        )  # fmt: skip
    return Step(
        entry.record, "offering", ChangeOf.NEW, entry.listed, lambda actor: _begun(entry, actor)
    )


def _moved(entry: Entry, found: StoredEnrolment, wanted: Status, actor: Actor) -> Outcome:
    enrolment = moves.move(found.id, found.status, wanted, entry.reason, actor)
    return (FieldChange(mark("Status"), labelled(found.status), labelled(enrolment.status)),)


def _begun(entry: Entry, actor: Actor) -> Outcome:
    enrolment = moves.begin(entry.offering_id, entry.person.id, entry.status, entry.reason, actor)
    return (FieldChange(mark("Status"), None, labelled(enrolment.status)),)
