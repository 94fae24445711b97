"""One enrolment with its dates, its decisions and its history."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from trainingtracker.enrolment import waiting_list
from trainingtracker.enrolment.queries.story import Step, story
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering, OfferingTrainer
from trainingtracker.vocabulary import Status


class EnrolmentDetails(NamedTuple):
    enrolment: Enrolment
    position: int | None
    history: list[Step]


def own_enrolment(enrolment_id: int, person_id: int) -> Enrolment | None:
    """The enrolment with offering, meetings and course, where it is the person's own."""
    return db.session.scalar(
        select(Enrolment)
        .where(Enrolment.id == enrolment_id, Enrolment.person_id == person_id)
        .options(
            joinedload(Enrolment.offering).options(
                joinedload(Offering.course),
                selectinload(Offering.meetings),
                selectinload(Offering.trainers).joinedload(OfferingTrainer.person),
            )
        )
    )


def details(enrolment: Enrolment) -> EnrolmentDetails:
    """What the enrolment's page tells, in three queries at most."""
    position = None
    if enrolment.status is Status.WAITLISTED:
        position = waiting_list.positions([enrolment.offering_id]).get(enrolment.id)
    return EnrolmentDetails(enrolment, position, story(enrolment.id))
