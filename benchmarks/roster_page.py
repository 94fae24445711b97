"""HR's roster of an offering with three hundred people: 150 places, a waiting list, requests."""

from collections.abc import Iterator

from sqlalchemy import select, update

from benchmarks.measuring import Figure
from benchmarks.pages import BarePage, measure
from benchmarks.workshop import Workshop
from trainingtracker import clock
from trainingtracker.extensions import begin, db
from trainingtracker.models import Enrolment, Offering, Person
from trainingtracker.privacy import bulk_insert
from trainingtracker.vocabulary import OfferingStatus, PersonKind, Status

_PEOPLE, _PLACES, _WAITING = 300, 150, 120
_NUMBER = "ROSTER"
_ROSTER = """
    SELECT person.id, last_name, first_name, personnel_number, status, waiting_since,
      (SELECT unit.number FROM assignment JOIN unit ON unit.id = assignment.unit_id
        WHERE assignment.person_id = person.id AND superseded_at IS NULL
          AND since <= date('now') AND (until IS NULL OR until > date('now')))
    FROM enrolment JOIN person ON person.id = person_id
    WHERE offering_id = (SELECT id FROM offering WHERE number = :number)
    ORDER BY sort_key, enrolment.id
"""
_TEMPLATE = (
    "<table>{% for id, last, first, number, status, since, unit in people %}<tr><td>"
    '<a href="/people/{{ id }}">{{ last }}, {{ first }}</a></td><td>{{ number }}</td>'
    "<td>{{ unit }}</td><td>{{ status }}</td><td>{{ since or '' }}</td></tr>{% endfor %}</table>"
)


def prepare(workshop: Workshop) -> None:
    workshop.make_city()
    with workshop.application(workshop.copy(workshop.city, "roster")):
        begin("write")
        _fill_offering()
        db.session.commit()


def run(workshop: Workshop) -> Iterator[Figure]:
    path = workshop.folder / "roster.sqlite3"
    with workshop.application(path):
        offering_id = db.session.scalars(select(Offering.id).filter_by(number=_NUMBER)).one()
    bare = BarePage({"people": _ROSTER}, _TEMPLATE, {"number": _NUMBER})
    yield measure(workshop, "roster_page", "hr", f"/offerings/{offering_id}", bare, path)


def _fill_offering() -> None:
    offering_id = db.session.scalars(
        select(Offering.id)
        .where(Offering.status == OfferingStatus.PUBLISHED, Offering.starts_at > clock.now())
        .order_by(Offering.starts_at.desc())
    ).first()
    there = select(Enrolment.person_id).where(Enrolment.offering_id == offering_id)
    already = len(db.session.scalars(there).all())
    people = db.session.scalars(
        select(Person.id)
        .where(Person.kind == PersonKind.STAFF, Person.exit.is_(None), Person.id.not_in(there))
        .order_by(Person.id)
        .limit(_PEOPLE - already)
    ).all()
    rows = [_row(offering_id, person_id, number) for number, person_id in enumerate(people)]
    bulk_insert(Enrolment, rows)
    db.session.execute(
        update(Offering)
        .where(Offering.id == offering_id)
        .values(number=_NUMBER, max_places=_PLACES + already)
    )


def _row(offering_id: int | None, person_id: int, number: int) -> dict[str, object]:
    held = number < _PLACES
    waits = not held and number < _PLACES + _WAITING
    return {
        "offering_id": offering_id,
        "person_id": person_id,
        "status": Status.CONFIRMED if held else Status.WAITLISTED if waits else Status.REQUESTED,
        # Behind the places of those who were there before.
        "place": 1000 + number if held else None,
        "waiting_since": clock.now() if waits else None,
    }
