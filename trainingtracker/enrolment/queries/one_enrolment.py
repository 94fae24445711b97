"""One enrolment with its dates, its decisions and its history."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload, selectinload

from trainingtracker.enrolment.queries.story import Step, story
from trainingtracker.enrolment.waiting import waiting_list
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering, OfferingTrainer
from trainingtracker.vocabulary import Status


class EnrolmentDetails(NamedTuple):
    enrolment: Enrolment
    position: int | None
    history: list[Step]


def own_enrolment(enrolment_id: int, person_id: int) -> Enrolment | None:
    """The enrolment with offering, meetings and course, where it is the person's own."""
    return _with_dates(Enrolment.id == enrolment_id, Enrolment.person_id == person_id)


def enrolment_with_dates(enrolment_id: int) -> Enrolment | None:
    """The same, whoever it belongs to; whoever asks checks that they may know of it."""
    return _with_dates(Enrolment.id == enrolment_id)


def _with_dates(*conditions: ColumnElement[bool]) -> Enrolment | None:
    return db.session.scalar(
        select(Enrolment)
        .where(*conditions)
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
