"""One row of a list of participations, read and checked for itself."""

import re
from dataclasses import dataclass
from datetime import date

from trainingtracker.exchange.finding.courses import CourseFinder
from trainingtracker.exchange.finding.people import FoundPerson, PersonFinder
from trainingtracker.exchange.finding.person_columns import person_of
from trainingtracker.exchange.meaning import dates, words
from trainingtracker.exchange.meaning.table import Record
from trainingtracker.exchange.participations.stored import Key
from trainingtracker.exchange.reading.sheets import Cell
from trainingtracker.models import Course
from trainingtracker.text import mark
from trainingtracker.vocabulary import Result

_IN_THE_FUTURE = mark("The date %(day)s is in the future.")
_DAYS = re.compile(r".+?(?:\s[-\u2013]\s|\u2013|\bbis\b|\bto\b)\s*(.+)")


@dataclass(frozen=True, slots=True)
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


def read(record: Record, people: PersonFinder, courses: CourseFinder, today: date) -> Entry | None:
    """The participation of a row; None where something is wrong with it."""
    person = person_of(record, people)
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


def _last_day(cell: Cell) -> date | None:
    """The day on which it ended, also of "01.02.2019 - 03.02.2019"."""
    several = _DAYS.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return dates.day(several[1]) if several else dates.day(cell)
