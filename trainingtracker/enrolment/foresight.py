"""What would happen, found by doing it and taking it back: so a preview cannot be wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import func, select

from trainingtracker.accounts.actor import Actor
from trainingtracker.enrolment import operations
from trainingtracker.enrolment.waiting import waiting_list
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, OutgoingMail, Person
from trainingtracker.vocabulary import Channel, Status


class Told(NamedTuple):
    """Somebody who gets a message, by letter where they have no e-mail."""

    name: str
    by_letter: bool


@dataclass
class Trial:
    """What is done while it lasts is taken back at its end; `told` is known then."""

    told: list[Told] = field(default_factory=list)


@contextmanager
def trial() -> Iterator[Trial]:
    """Everything inside is taken back, whether it succeeds or is refused."""
    found = Trial()
    last = db.session.scalar(select(func.max(OutgoingMail.id))) or 0
    attempt = db.session.begin_nested()
    try:
        yield found
        db.session.flush()
        rows = db.session.execute(
            select(Person.first_name, Person.last_name, OutgoingMail.channel)
            .join(Person, Person.id == OutgoingMail.person_id)
            .where(OutgoingMail.id > last)
            .order_by(OutgoingMail.id)
        )
        found.told += dict.fromkeys(
            Told(f"{row.first_name} {row.last_name}".strip(), row.channel is Channel.LETTER)
            for row in rows
        )
    finally:
        attempt.rollback()


@dataclass(frozen=True)
class Foreseen:
    """Where a request would stand at once; `position` on the waiting list, from 1.

    `awaited` says whether somebody has to approve it.
    """

    status: Status
    position: int | None
    told: list[Told]
    awaited: bool


def foresee_request(offering_id: int, person_id: int, actor: Actor) -> Foreseen:
    """What asking for a place would come to now; raises the refusals of the request itself."""
    with trial() as found:
        enrolment: Enrolment = operations.request_place(offering_id, person_id, actor)
        status = enrolment.status
        awaited = enrolment.awaiting is not None
        position = waiting_list.positions([offering_id]).get(enrolment.id)
    return Foreseen(status, position, found.told, awaited)
