"""Lists of attendance: recorded by the rules of pages, while the offering is open.

An empty cell says nothing: what is recorded stays, unless the list was taken from here.
"""

from datetime import date

from trainingtracker.accounts.actor import Actor
from trainingtracker.enrolment.presence import attendance
from trainingtracker.enrolment.presence.attendance import Cell
from trainingtracker.exchange.attendance.editable import key_of, values_of
from trainingtracker.exchange.attendance.entries import Entry, read
from trainingtracker.exchange.attendance.fields import VOCABULARY
from trainingtracker.exchange.attendance.stored import StoredAttendance, load
from trainingtracker.exchange.finding.offerings import OfferingFinder
from trainingtracker.exchange.finding.people import PersonFinder
from trainingtracker.exchange.meaning.table import Table
from trainingtracker.exchange.operations import Outcome, Step, steps_of
from trainingtracker.exchange.preview import Change, ChangeOf, Preview, differences
from trainingtracker.exchange.round_trip import VERSION, changed_as, is_another, standing
from trainingtracker.labels import labelled
from trainingtracker.text import mark

__all__ = ["VOCABULARY", "compare"]

_NO_MEETING = mark("The offering has no meeting on that day and at that time.")
_SEVERAL = mark("The offering has several meetings on that day: the row has to say when it begins.")
_NOT_HERE = mark("This person has no place in the offering.")
_TWICE = mark("This person stands in row %(row)s of sheet “%(sheet)s” already.")


def compare(table: Table, preview: Preview, _today: date) -> None:
    """Hold a list of attendance beside what is recorded."""
    offerings, people = OfferingFinder(), PersonFinder(table.column("person"))
    entries = [entry for record in table.records if (entry := read(record, offerings, people))]
    stored = load(entry.offering_id for entry in entries)
    steps = steps_of(preview)
    first: dict[Cell, Entry] = {}
    for entry in entries:
        cell = _cell(entry, stored)
        if cell is None:
            continue
        before = first.setdefault(cell, entry)
        found = stored.recorded.get(cell)
        if before is not entry:
            place = before.record.place
            entry.record.problem("person", _TWICE, row=str(place.row), sheet=place.sheet)
        elif is_another(entry.record, key_of(cell), "person"):
            continue
        elif (kind := _kind(entry, found)) is not ChangeOf.CHANGED:
            fields = _differing(found, entry.recorded) if kind is ChangeOf.CONFLICT else ()
            preview.changes.append(Change(kind, entry.record.place, entry.listed, fields))
        else:
            steps.steps.append(_step(entry, cell, found))
    steps.rehearse(preview)
    preview.writes = steps


def _kind(entry: Entry, found: attendance.Entry | None) -> ChangeOf:
    """In a list that was taken from here, an emptied cell takes a record back."""
    if entry.recorded == found or (
        entry.recorded is None and not entry.record.filled(VERSION.name)
    ):
        return ChangeOf.UNCHANGED
    return changed_as(standing(entry.record, values_of(found), values_of(entry.recorded)))


def _differing(found: attendance.Entry | None, listed: attendance.Entry | None) -> Outcome:
    was, becomes = _shown(found), _shown(listed)
    return differences((label, was[label], becomes[label]) for label in was)


def _cell(entry: Entry, stored: StoredAttendance) -> Cell | None:
    """Participant and meeting of a row; a problem gives None."""
    meetings = stored.meetings_on(entry.offering_id, entry.day, entry.begins)
    enrolment_id = stored.enrolments.get((entry.offering_id, entry.person.id))
    if len(meetings) != 1:
        entry.record.problem("day", _SEVERAL if meetings else _NO_MEETING)
    if enrolment_id is None:
        entry.record.problem("person", _NOT_HERE)
    if enrolment_id is None or len(meetings) != 1:
        return None
    return enrolment_id, meetings[0]


def _step(entry: Entry, cell: Cell, before: attendance.Entry | None) -> Step:
    fields = _differing(before, entry.recorded)

    def act(actor: Actor) -> Outcome:
        attendance.record_grid(entry.offering_id, {cell: entry.recorded}, actor)
        return fields

    kind = ChangeOf.CHANGED if before else ChangeOf.NEW
    return Step(entry.record, "presence", kind, entry.listed, act)


def _shown(recorded: attendance.Entry | None) -> dict[str, object]:
    return {
        mark("Attendance"): labelled(recorded.presence) if recorded else None,
        mark("Minutes"): recorded.minutes if recorded else None,
    }
