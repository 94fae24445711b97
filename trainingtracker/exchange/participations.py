"""Lists of what happened before the tracker: who took part in which course, when, how it ended.

Where nothing is said about the result, the person passed. Passing gives what the course gives,
with the evidence *course*, since that day. What the tracker knows of itself is left out, and so
is the same line a second time.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from trainingtracker import clock, privacy
from trainingtracker.competence.awards import award_rows
from trainingtracker.exchange import dates, words
from trainingtracker.exchange.course_finder import CourseFinder
from trainingtracker.exchange.participation_fields import VOCABULARY
from trainingtracker.exchange.person_finder import FoundPerson, PersonFinder
from trainingtracker.exchange.preview import Change, ChangeOf, FieldChange, Preview
from trainingtracker.exchange.sheets import Cell
from trainingtracker.exchange.table import Record, Table
from trainingtracker.extensions import db
from trainingtracker.labels import labelled
from trainingtracker.models import Course, Enrolment, Holding, ImportedParticipation, Offering
from trainingtracker.text import mark
from trainingtracker.vocabulary import Result, Status

__all__ = ["VOCABULARY", "compare"]

_IN_THE_FUTURE = mark("The date %(day)s is in the future.")
_CONTRADICTION = mark("Row %(row)s of sheet “%(sheet)s” states another result for the same.")
_DAYS = re.compile(r".+?(?:\s[-\u2013]\s|\u2013|\bbis\b|\bto\b)\s*(.+)")

Key = tuple[int, int, date]


@dataclass(frozen=True)
class Entry:
    """One participation as the list states it."""

    record: Record
    person: FoundPerson
    course: Course
    day: date
    result: Result

    @property
    def key(self) -> Key:
        return (self.person.id, self.course.id, self.day)


@dataclass
class ParticipationWrites:
    """The participations to write, and the holdings that go with them."""

    source: str
    new: list[Entry] = field(default_factory=list)
    changed: list[tuple[int, Entry]] = field(default_factory=list)

    def write(self) -> None:
        ids = privacy.bulk_insert(ImportedParticipation, [self._row(entry) for entry in self.new])
        privacy.bulk_update(
            ImportedParticipation,
            [{"id": row_id, "result": entry.result} for row_id, entry in self.changed],
        )
        self._take_back([row_id for row_id, entry in self.changed])
        stated = [*zip(ids, self.new, strict=True), *self.changed]
        privacy.bulk_insert(
            Holding,
            [
                row | {"participation_id": row_id}
                for row_id, entry in stated
                if entry.result is Result.PASSED
                for row in award_rows(entry.person.id, entry.course, entry.day)
            ],
        )

    def _row(self, entry: Entry) -> dict[str, Any]:
        return {
            "person_id": entry.person.id,
            "course_id": entry.course.id,
            "held_on": entry.day,
            "result": entry.result,
            "source": self.source,
        }

    def _take_back(self, row_ids: list[int]) -> None:
        """What a participation gave is superseded where its result changes."""
        changed = set(row_ids)
        if not changed:
            return
        query = select(Holding.id, Holding.participation_id).where(
            Holding.known(), Holding.participation_id.is_not(None)
        )
        now = clock.now()
        privacy.bulk_update(
            Holding,
            [
                {"id": holding_id, "superseded_at": now}
                for holding_id, participation_id in db.session.execute(query)
                if participation_id in changed
            ],
        )


def compare(table: Table, preview: Preview, today: date) -> None:
    """Hold a list of participations beside those on record."""
    people = PersonFinder(table.column("person"))
    courses = CourseFinder(table.column("course"))
    stored = _stored()
    in_tracker = _completed_here()
    writes = ParticipationWrites(table.source[:60])
    first: dict[Key, Entry] = {}
    for record in table.records:
        entry = _entry(record, people, courses, today)
        if entry is None:
            continue
        before = first.setdefault(entry.key, entry)
        if before is not entry and before.result is not entry.result:
            place = before.record.place
            record.problem("result", _CONTRADICTION, row=str(place.row), sheet=place.sheet)
        elif before is not entry or entry.key in in_tracker:
            preview.changes.append(_change(ChangeOf.LEFT_OUT, entry))
        elif entry.key not in stored:
            preview.changes.append(_change(ChangeOf.NEW, entry))
            writes.new.append(entry)
        elif stored[entry.key][1] is entry.result:
            preview.changes.append(_change(ChangeOf.UNCHANGED, entry))
        else:
            row_id, result = stored[entry.key]
            preview.changes.append(_change(ChangeOf.CHANGED, entry, result))
            writes.changed.append((row_id, entry))
    preview.writes = writes


def _entry(
    record: Record, people: PersonFinder, courses: CourseFinder, today: date
) -> Entry | None:
    """The participation of a row; None where something is wrong with it."""
    person = _person(record, people)
    course = record.read("course", courses.find)
    day = record.read("date", _last_day)
    result = record.read("result", words.result) or Result.PASSED
    for name, value in (("course", course), ("date", day)):
        if value is None and name not in record.wrong:
            record.missing(name)
    if day and day > today:
        record.problem("date", _IN_THE_FUTURE, day=day)
    if not record.sound or person is None or course is None or day is None:
        return None
    return Entry(record, person, course, day, result)


def _person(record: Record, people: PersonFinder) -> FoundPerson | None:
    """By the number, else by the name."""
    if record.filled("person"):
        return record.read("person", people.find)
    last_name, first_name = record.text("last_name"), record.text("first_name")
    if last_name and first_name:
        return record.read("last_name", lambda _: people.named(last_name, first_name))
    if last_name:
        return record.read("last_name", people.find)
    if record.sound:
        record.missing("person" if record.has("person") else "last_name")
    return None


def _last_day(cell: Cell) -> date | None:
    """The day on which it ended, also of "01.02.2019 - 03.02.2019"."""
    several = _DAYS.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return dates.day(several[1]) if several else dates.day(cell)


def _change(kind: ChangeOf, entry: Entry, before: Result | None = None) -> Change:
    fields: tuple[FieldChange, ...] = ()
    if kind in (ChangeOf.NEW, ChangeOf.CHANGED):
        label = VOCABULARY.fields["result"].label
        stated = labelled(before) if before else None
        fields = (FieldChange(label, stated, labelled(entry.result)),)
    key = f"{entry.person.listed}, {entry.course.code}, {entry.day:%d.%m.%Y}"
    return Change(kind, entry.record.place, key, fields)


def _stored() -> dict[Key, tuple[int, Result]]:
    query = select(
        ImportedParticipation.person_id,
        ImportedParticipation.course_id,
        ImportedParticipation.held_on,
        ImportedParticipation.id,
        ImportedParticipation.result,
    )
    return {
        (person, course, day): (row_id, result)
        for person, course, day, row_id, result in db.session.execute(query)
    }


def _completed_here() -> set[Key]:
    """What was completed in an offering of the tracker."""
    query = (
        select(Enrolment.person_id, Offering.course_id, Enrolment.finished_on)
        .join(Offering, Offering.id == Enrolment.offering_id)
        .where(Enrolment.status == Status.COMPLETED, Enrolment.finished_on.is_not(None))
    )
    return {(person, course, day) for person, course, day in db.session.execute(query) if day}
