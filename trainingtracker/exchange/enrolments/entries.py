"""One row of a list of participants, read and checked for itself."""

from dataclasses import dataclass

from trainingtracker.exchange.finding.offerings import OfferingFinder
from trainingtracker.exchange.finding.people import FoundPerson, PersonFinder
from trainingtracker.exchange.finding.person_columns import person_of
from trainingtracker.exchange.meaning import words
from trainingtracker.exchange.meaning.table import Record
from trainingtracker.vocabulary import Status


@dataclass(frozen=True)
class Entry:
    """What the list says about one participant; no status says nothing about it."""

    record: Record
    offering_id: int
    person: FoundPerson
    status: Status | None
    reason: str
    listed: str

    @property
    def key(self) -> tuple[int, int]:
        return self.offering_id, self.person.id


def read(record: Record, offerings: OfferingFinder, people: PersonFinder) -> Entry | None:
    """The participant of a row; None where something is wrong with it."""
    offering_id = record.read("offering", offerings.find)
    if offering_id is None and "offering" not in record.wrong:
        record.missing("offering")
    person = person_of(record, people)
    status = record.read("status", words.status)
    reason = record.text("reason", 1_000)
    if not record.sound or offering_id is None or person is None:
        return None
    listed = f"{offerings.number_of[offering_id]}, {person.listed}"
    return Entry(record, offering_id, person, status, reason, listed)
