"""One enrolment with its dates, its decisions and its history."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from trainingtracker.enrolment import waiting_list
from trainingtracker.enrolment.queries.deciders import names_of
from trainingtracker.extensions import db
from trainingtracker.labels import labelled
from trainingtracker.models import Enrolment, EnrolmentEvent, Offering, OfferingTrainer
from trainingtracker.text import Message
from trainingtracker.vocabulary import Action, Status, WithdrawalReason


class HistoryLine(NamedTuple):
    """One move; no name where nobody but the rule did it."""

    at: datetime
    action: Action
    actor_name: str | None
    approved: bool
    reason: Message | None


class EnrolmentDetails(NamedTuple):
    enrolment: Enrolment
    position: int | None
    history: list[HistoryLine]


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
    """What the enrolment's page tells, in three queries."""
    events = db.session.scalars(
        select(EnrolmentEvent)
        .where(EnrolmentEvent.enrolment_id == enrolment.id)
        .order_by(EnrolmentEvent.recorded_at, EnrolmentEvent.id)
    ).all()
    names = names_of(event.actor_id for event in events)
    position = None
    if enrolment.status is Status.WAITLISTED:
        position = waiting_list.positions([enrolment.offering_id]).get(enrolment.id)
    return EnrolmentDetails(
        enrolment,
        position,
        [
            HistoryLine(
                event.effective_at,
                event.action,
                names.get(event.actor_id) if event.actor_id is not None else None,
                _is_approval(event, enrolment.offering.round_released_at),
                _reason(event),
            )
            for event in events
        ],
    )


def _is_approval(event: EnrolmentEvent, round_released_at: datetime | None) -> bool:
    """A request that was granted or put on the list had been approved at that moment.

    Up to the release of a round it was the round that decided.
    """
    if round_released_at is not None and event.effective_at <= round_released_at:
        return False
    return event.from_status is Status.REQUESTED and event.action in (Action.GRANT, Action.QUEUE)


def _reason(event: EnrolmentEvent) -> Message | None:
    """What somebody wrote, or the word of the pick-list that was chosen."""
    if not event.reason:
        return None
    if event.action is Action.WITHDRAW:
        return labelled(WithdrawalReason(event.reason))
    return Message(event.reason)
