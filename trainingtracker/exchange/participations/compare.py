"""Lists of what happened before the tracker: who took part in which course, when, how it ended.

Where nothing is said about the result, the person passed. Passing gives what the course gives,
with the evidence *course*, since that day. What the tracker knows of itself is left out, and so
is the same line a second time.
"""

from datetime import date

from trainingtracker.exchange.finding.courses import CourseFinder
from trainingtracker.exchange.finding.people import PersonFinder
from trainingtracker.exchange.meaning.table import Table
from trainingtracker.exchange.participations.apply import ParticipationWrites
from trainingtracker.exchange.participations.differences import change_of
from trainingtracker.exchange.participations.entries import Entry, read
from trainingtracker.exchange.participations.fields import VOCABULARY
from trainingtracker.exchange.participations.stored import Key, completed_here, load
from trainingtracker.exchange.preview import ChangeOf, Preview
from trainingtracker.text import mark

__all__ = ["VOCABULARY", "compare"]

_CONTRADICTION = mark("Row %(row)s of sheet “%(sheet)s” states another result for the same.")


def compare(table: Table, preview: Preview, today: date) -> None:
    """Hold a list of participations beside those on record."""
    people = PersonFinder(table.column("person"))
    courses = CourseFinder(table.column("course"))
    stored = load()
    in_tracker = completed_here()
    writes = ParticipationWrites(table.source[:60])
    first: dict[Key, Entry] = {}
    for record in preview.passing(table.records, passes=1):
        entry = read(record, people, courses, today)
        if entry is None:
            continue
        before = first.setdefault(entry.key, entry)
        if before is not entry and before.result is not entry.result:
            place = before.record.place
            record.problem("result", _CONTRADICTION, row=str(place.row), sheet=place.sheet)
        elif before is not entry or entry.key in in_tracker:
            preview.changes.append(change_of(ChangeOf.LEFT_OUT, entry))
        elif entry.key not in stored:
            preview.changes.append(change_of(ChangeOf.NEW, entry))
            writes.new.append(entry)
        elif stored[entry.key][1] is entry.result:
            preview.changes.append(change_of(ChangeOf.UNCHANGED, entry))
        else:
            row_id, result = stored[entry.key]
            preview.changes.append(change_of(ChangeOf.CHANGED, entry, result))
            writes.changed.append((row_id, entry))
    preview.writes = writes
