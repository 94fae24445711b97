"""People of a neighbouring town who were taken along to a course: guests in the statistics."""

from datetime import date, time, timedelta

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.catalogue import offerings
from trainingtracker.catalogue.offering_facts import MeetingFacts, OfferingFacts
from trainingtracker.collation import search_text, sort_key
from trainingtracker.demo.schedule import workday
from trainingtracker.enrolment import operations
from trainingtracker.enrolment.presence import attendance, closing
from trainingtracker.extensions import db
from trainingtracker.models import Course, Enrolment, Person
from trainingtracker.vocabulary import PersonKind, Presence, Role

_NAMES = (
    ("Annelie", "Brodersen"),
    ("Cem", "Yıldırım"),
    ("Gesa", "Harms"),
    ("Jorin", "Petersdotter"),
    ("Mirja", "Kallio"),
    ("Rasmus", "Oltmanns"),
)
_DAYS_AGO = 130


def visit(course: Course, trainer_id: int, hr_id: int, today: date) -> None:
    """One date of a course that needs no approval, held for them; one of them did not come."""
    hr = Actor(hr_id, {Role.HR: None})
    day = workday(today - timedelta(days=_DAYS_AGO))
    begins, ends = clock.at(day, time(9)), clock.at(day, time(12, 20))
    db.session.info["actor"] = hr_id
    with clock.frozen(begins - timedelta(days=20)):
        guests = [_guest(*name) for name in _NAMES]
        facts = OfferingFacts(
            course_id=course.id,
            max_places=8,
            meetings=(MeetingFacts(begins, ends, venue="Rathaus, Raum 214"),),
            trainer_ids=(trainer_id,),
        )
        offering = offerings.publish(offerings.create(facts).id)
        enrolments = [operations.request_place(offering.id, guest.id, hr) for guest in guests]
    with clock.frozen(ends + timedelta(hours=1)):
        attendance.record(offering.meetings[0].id, _seen(enrolments), hr)
    with clock.frozen(ends + timedelta(days=2)):
        closing.close_offering(offering.id, hr)


def _guest(first_name: str, last_name: str) -> Person:
    guest = Person(
        kind=PersonKind.GUEST,
        first_name=first_name,
        last_name=last_name,
        email=f"{search_text(first_name)}@nachbarstadt.example",
        sort_key=sort_key(last_name, first_name),
        search_text=search_text(first_name, last_name),
    )
    db.session.add(guest)
    db.session.flush()
    return guest


def _seen(enrolments: list[Enrolment]) -> dict[int, attendance.Entry | None]:
    absent = enrolments[-1].id
    return {
        each.id: attendance.Entry(Presence.EXCUSED if each.id == absent else Presence.PRESENT)
        for each in enrolments
    }
