"""What a round collects: requests without an answer."""

from sqlalchemy import exists, select

from trainingtracker import clock
from trainingtracker.enrolment import transitions
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import AllocationRound, Enrolment, Hearing, Offering
from trainingtracker.notify import round_messages
from trainingtracker.text import mark
from trainingtracker.vocabulary import Action


def collect(offering: Offering, person_id: int, actor_id: int) -> Enrolment:
    """Take in a request; the offering must be locked. What it lacks is said by the proposal."""
    sent = exists().where(
        Hearing.round_id == AllocationRound.id, AllocationRound.offering_id == offering.id
    )
    if db.session.scalar(select(sent)):
        raise RuleViolation(
            mark(
                "The list of this round has been sent to those who are heard about it."
                " Once the answers are released, people can be added."
            )
        )
    enrolment = transitions.begin(offering, person_id, Action.REQUEST, actor_id=actor_id)
    round_messages.collected(enrolment)
    return enrolment


def check_collected(offering: Offering) -> None:
    """Nobody can ask any more."""
    closes = offering.enrolment_closes or offering.starts_at
    if closes is not None and clock.now() < closes:
        raise RuleViolation(
            mark("Requests are collected until %(deadline)s. The proposal can be made after that."),
            deadline=clock.deadline(closes),
        )
