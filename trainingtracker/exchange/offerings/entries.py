"""The rows of a list of offerings, read, and gathered by the offering they are of."""

from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from trainingtracker import clock
from trainingtracker.catalogue.offering_facts import MeetingFacts
from trainingtracker.exchange.finding.courses import CourseFinder
from trainingtracker.exchange.finding.people import PersonFinder
from trainingtracker.exchange.meaning import cells, words
from trainingtracker.exchange.meaning.table import Record
from trainingtracker.exchange.meaning.times import time_of_day
from trainingtracker.exchange.reading.sheets import Cell
from trainingtracker.models import Course
from trainingtracker.text import mark

_MOST = 10_000
_NUMBER = 60
_OTHER = mark("Row %(row)s of sheet “%(sheet)s” states something else about this offering.")
_ENDS_EARLY = mark("The meeting ends before it begins.")

# What is said once about an offering, and how it is read.
SAID_ONCE = (
    "max_places", "min_places", "enrolment_opens", "enrolment_closes", "withdrawal_deadline",
    "trainers", "status",
)  # fmt: skip


@dataclass
class Entry:
    """One offering: its first row, its course, what is said of it, and its meetings in order."""

    record: Record
    number: str
    course: Course
    said: dict[str, Any] = field(default_factory=dict)
    meetings: list[MeetingFacts] = field(default_factory=list)
    rows: list[Record] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return all(row.sound for row in self.rows)


class Gathering:
    """Offerings by number, in the order in which the list names them first."""

    def __init__(self, courses: CourseFinder, people: PersonFinder) -> None:
        self._courses, self._people = courses, people
        self.entries: dict[str, Entry] = {}
        self._first_said: dict[tuple[str, str], Record] = {}

    def add(self, record: Record) -> None:
        """Take one row in; what is wrong with it is a problem of the record."""
        number = record.required_text("offering", _NUMBER)
        course = record.read("course", self._courses.find)
        if course is None and "course" not in record.wrong:
            record.missing("course")
        meeting = _meeting(record)
        said = {name: self._said(record, name) for name in SAID_ONCE if record.filled(name)}
        if not number or course is None:
            return
        entry = self.entries.setdefault(number.casefold(), Entry(record, number, course))
        entry.rows.append(record)
        if course.id != entry.course.id:
            _contradict(record, "course", entry.record)
        for name, value in said.items():
            before = self._first_said.setdefault((entry.number, name), record)
            if entry.said.setdefault(name, value) != value:
                _contradict(record, name, before)
        if meeting:
            entry.meetings.append(meeting)

    def _said(self, record: Record, name: str) -> Any:
        match name:
            case "max_places":
                return record.read(name, lambda cell: cells.whole_number(cell, 1, _MOST))
            case "min_places":
                return record.read(name, lambda cell: cells.whole_number(cell, 0, _MOST))
            case "trainers":
                return record.read(name, self._trainers)
            case "status":
                return record.read(name, words.offering_status)
        return record.day(name)

    def _trainers(self, cell: Cell) -> tuple[int, ...]:
        """People by number or name, separated by semicolons; a comma may stand inside a name."""
        parts = cell.split(";") if isinstance(cell, str) else [cell]
        found = [self._people.find(part) for part in parts]
        return tuple(person.id for person in found if person)


def _contradict(record: Record, name: str, before: Record) -> None:
    record.problem(name, _OTHER, row=str(before.place.row), sheet=before.place.sheet)


def _meeting(record: Record) -> MeetingFacts | None:
    day: date | None = record.day("day")
    begins: time | None = record.read("begins", time_of_day)
    ends: time | None = record.read("ends", time_of_day)
    for name, value in (("day", day), ("begins", begins), ("ends", ends)):
        if value is None and name not in record.wrong:
            record.missing(name)
    venue, link = record.text("venue"), record.text("link", 1_000)
    if day is None or begins is None or ends is None:
        return None
    if ends <= begins:
        record.problem("ends", _ENDS_EARLY)
    return MeetingFacts(clock.at(day, begins), clock.at(day, ends), venue, link)
