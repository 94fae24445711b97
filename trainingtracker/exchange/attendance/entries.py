"""One row of a list of attendance, read and checked for itself."""

from dataclasses import dataclass
from datetime import date, time

from trainingtracker.enrolment.presence import attendance
from trainingtracker.exchange.finding.offerings import OfferingFinder
from trainingtracker.exchange.finding.people import FoundPerson, PersonFinder
from trainingtracker.exchange.finding.person_columns import person_of
from trainingtracker.exchange.meaning import cells, words
from trainingtracker.exchange.meaning.table import Record
from trainingtracker.exchange.meaning.times import time_of_day
from trainingtracker.text import mark
from trainingtracker.vocabulary import Presence

_A_DAY = 24 * 60
_ONLY_PRESENT = mark("Minutes are stated of somebody who was present.")


@dataclass(frozen=True)
class Entry:
    """What the list says about one participant at one meeting; None takes a record back."""

    record: Record
    offering_id: int
    person: FoundPerson
    day: date
    begins: time | None
    recorded: attendance.Entry | None
    listed: str


def read(record: Record, offerings: OfferingFinder, people: PersonFinder) -> Entry | None:
    """The attendance of a row; None where something is wrong with it."""
    offering_id = record.read("offering", offerings.find)
    person = person_of(record, people)
    day = record.day("day")
    for name, value in (("offering", offering_id), ("day", day)):
        if value is None and name not in record.wrong:
            record.missing(name)
    begins = record.read("begins", time_of_day)
    presence = record.read("presence", words.presence)
    minutes = record.read("minutes", lambda cell: cells.whole_number(cell, 1, _A_DAY))
    if minutes and presence is not Presence.PRESENT:
        record.problem("minutes", _ONLY_PRESENT)
    if not record.sound or offering_id is None or person is None or day is None:
        return None
    at = f" {begins:%H:%M}" if begins else ""
    listed = f"{offerings.number_of[offering_id]}, {person.listed}, {day:%d.%m.%Y}{at}"
    recorded = attendance.Entry(presence, minutes) if presence else None
    return Entry(record, offering_id, person, day, begins, recorded, listed)
