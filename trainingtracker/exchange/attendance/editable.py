"""The attendance of an offering as a list that is edited and comes back."""

from collections.abc import Iterator

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.enrolment.presence.attendance import Cell, Entry
from trainingtracker.exchange.attendance.stored import load
from trainingtracker.exchange.round_trip import EditableRow, Values
from trainingtracker.extensions import db
from trainingtracker.labels import label
from trainingtracker.models import Offering, Person
from trainingtracker.text import sentence


def key_of(cell: Cell) -> str:
    """Of one participant at one meeting."""
    return f"A-{cell[0]}-{cell[1]}"


def values_of(recorded: Entry | None) -> Values:
    if recorded is None:
        return {"presence": None, "minutes": None}
    return {"presence": recorded.presence, "minutes": recorded.minutes}


def editable(language: str, offering_id: int) -> Iterator[EditableRow]:
    """A row for each participant at each meeting that has begun, meeting by meeting."""
    number = db.session.scalars(select(Offering.number).where(Offering.id == offering_id)).one()
    stored, today = load([offering_id]), clock.today()
    takes_part = {person_id: enrolment for (_, person_id), enrolment in stored.enrolments.items()}
    query = select(Person).where(Person.id.in_(takes_part)).order_by(Person.sort_key, Person.id)
    people = list(db.session.scalars(query))
    for (_, day, begins), meeting_id in stored.meetings.items():
        for person in people if day <= today else ():
            cell = (takes_part[person.id], meeting_id)
            recorded = stored.recorded.get(cell)
            cells = {
                "offering": number,
                "person": person.personnel_number,
                "last_name": person.last_name,
                "first_name": person.first_name,
                "day": day,
                "begins": f"{begins:%H:%M}",
                "presence": sentence(label(recorded.presence), language) if recorded else None,
                "minutes": recorded.minutes if recorded else None,
            }
            yield EditableRow(key_of(cell), values_of(recorded), cells)
