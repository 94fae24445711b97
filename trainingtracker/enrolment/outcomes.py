"""What comes of each of several requests: where it stands afterwards, or why it cannot be."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from trainingtracker.enrolment.foresight import Told
from trainingtracker.enrolment.waiting import waiting_list
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment
from trainingtracker.text import Bilingual, Message
from trainingtracker.vocabulary import Status


@dataclass(frozen=True)
class Outcome:
    """What comes of one request; `refusal` where it stays as it is, and why.

    `position` on the waiting list, from 1. A status of REQUESTED says that HR, or the round,
    decides next. `enrolment_id` is 0 where there is no enrolment.
    """

    enrolment_id: int
    name: str
    course: Bilingual
    status: Status
    position: int | None = None
    refusal: Message | None = None


@dataclass(frozen=True)
class Preview:
    outcomes: list[Outcome]
    told: list[Told]

    @property
    def possible(self) -> int:
        return sum(each.refusal is None for each in self.outcomes)


def attempt(verb: Callable[[], Enrolment], otherwise: Outcome) -> Outcome:
    """Carry the verb out; where it is refused nothing stays of it, and `otherwise` says why."""
    tried = db.session.begin_nested()
    try:
        enrolment = verb()
        db.session.flush()
    except RuleViolation as refused:
        tried.rollback()
        return replace(otherwise, refusal=Message(refused.message, refused.values))
    tried.commit()
    return replace(otherwise, enrolment_id=enrolment.id, status=enrolment.status)


def with_positions(outcomes: Iterable[Outcome], offering_ids: Iterable[int]) -> list[Outcome]:
    """The outcomes with the positions on the waiting lists that all of them have led to."""
    positions = waiting_list.positions(set(offering_ids))
    return [replace(each, position=positions.get(each.enrolment_id)) for each in outcomes]
