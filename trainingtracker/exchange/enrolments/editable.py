"""The participants of an offering as a list that is edited and comes back."""

from collections.abc import Iterator

from sqlalchemy import select

from trainingtracker.exchange.enrolments.stored import load
from trainingtracker.exchange.round_trip import EditableRow, Values
from trainingtracker.extensions import db
from trainingtracker.labels import label
from trainingtracker.models import Offering, Person
from trainingtracker.text import sentence
from trainingtracker.vocabulary import Status


def key_of(enrolment_id: int) -> str:
    return f"E-{enrolment_id}"


def values_of(status: Status | None) -> Values:
    return {"status": status}


def editable(language: str, offering_id: int) -> Iterator[EditableRow]:
    """Everybody who has asked for a place, by name."""
    number = db.session.scalars(select(Offering.number).where(Offering.id == offering_id)).one()
    stored = {person_id: row for (_, person_id), row in load([offering_id]).items()}
    query = select(Person).where(Person.id.in_(stored)).order_by(Person.sort_key, Person.id)
    for person in db.session.scalars(query):
        row = stored[person.id]
        cells = {
            "offering": number,
            "person": person.personnel_number,
            "last_name": person.last_name,
            "first_name": person.first_name,
            "status": sentence(label(row.status), language),
            "reason": None,
        }
        yield EditableRow(key_of(row.id), values_of(row.status), cells)
