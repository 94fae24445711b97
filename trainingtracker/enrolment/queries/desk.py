"""HR's desk: what needs somebody today, each with a number and some of what is meant."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.catalogue.availability import places_held
from trainingtracker.catalogue.offering_list import OfferingRow, in_stage, rows
from trainingtracker.extensions import db
from trainingtracker.models import Course, Enrolment, Offering, Person
from trainingtracker.organisation.leadership import LeadershipMap, units_of
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import OfferingStage, Status

# "Soon" for HR: time enough to advertise free places, or to call an offering off.
SOON = timedelta(days=28)


@dataclass(frozen=True)
class UndecidableRequest:
    """A request whose person has nobody above to decide: it waits for HR."""

    enrolment_id: int
    offering_id: int
    listed_name: str
    course: Bilingual
    requested_at: datetime


@dataclass(frozen=True)
class Desk:
    """What needs HR today; an offering below its minimum is not repeated among the free ones."""

    below_minimum: list[OfferingRow]
    free_places: list[OfferingRow]
    not_closed: list[OfferingRow]
    drafts: list[OfferingRow]
    undecidable: list[UndecidableRequest]

    @property
    def empty(self) -> bool:
        return not (
            self.below_minimum
            or self.free_places
            or self.not_closed
            or self.drafts
            or self.undecidable
        )


def desk(leadership: LeadershipMap, limit: int = 50) -> Desk:
    """The desk of this moment, at most `limit` lines of a kind; a constant number of queries."""
    held = places_held()
    soon = (in_stage(OfferingStage.UPCOMING), Offering.starts_at < clock.now() + SOON)
    filled = (held >= Offering.min_places, held < Offering.max_places)
    return Desk(
        below_minimum=rows((*soon, held < Offering.min_places), limit=limit),
        free_places=rows((*soon, *filled), limit=limit),
        not_closed=rows((in_stage(OfferingStage.OVER),), limit=limit),
        drafts=rows((in_stage(OfferingStage.DRAFT),), limit=limit),
        undecidable=_undecidable(leadership)[:limit],
    )


def _undecidable(leadership: LeadershipMap) -> list[UndecidableRequest]:
    requests = db.session.execute(
        select(Enrolment, Person, Course)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Offering, Offering.id == Enrolment.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .where(Enrolment.status == Status.REQUESTED)
        .order_by(Enrolment.requested_at, Enrolment.id)
    ).all()
    units = units_of({person.id for _, person, _ in requests}, clock.today())
    return [
        UndecidableRequest(
            enrolment.id,
            enrolment.offering_id,
            person.listed_name,
            course.title,
            enrolment.requested_at,
        )
        for enrolment, person, course in requests
        if not leadership.deciders(person.id, units.get(person.id)).all
    ]
