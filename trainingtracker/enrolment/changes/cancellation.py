"""Cancelling an offering: everybody is told, and in one step comes along to another date.

Who comes along, and who cannot, is found by doing it and taking it back, so that the preview
cannot be wrong.
"""

from dataclasses import dataclass, field, replace
from zlib import crc32

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.enrolment import transitions
from trainingtracker.enrolment.changes import carrying_over
from trainingtracker.enrolment.foresight import Told, trial
from trainingtracker.enrolment.locking import lock_offerings
from trainingtracker.enrolment.states import UNDER_WAY
from trainingtracker.enrolment.waiting import waiting_list
from trainingtracker.errors import NotAllowed, RuleViolation, StaleVersion
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering
from trainingtracker.notify import change_messages
from trainingtracker.text import Message, mark
from trainingtracker.vocabulary import Action, OfferingStatus, Status


@dataclass(frozen=True)
class Line:
    """One person: where they stood, where they stand on the other date, or why not there."""

    enrolment_id: int
    name: str
    before: Status
    after: Status | None
    why_not: Message | None


@dataclass(frozen=True)
class Cancellation:
    """What cancelling does to everybody, in the order in which they come along, and who is told."""

    lines: list[Line]
    told: list[Told] = field(default_factory=list)

    @property
    def left_behind(self) -> list[Line]:
        return [line for line in self.lines if line.why_not is not None]

    @property
    def seen(self) -> str:
        """What whoever cancels has looked at: who, and what becomes of them."""
        found = ";".join(
            f"{line.enrolment_id}:{line.before.value}:{line.after.value if line.after else ''}"
            for line in self.lines
        )
        return str(crc32(found.encode()))


def cancel_offering(
    offering_id: int,
    actor: Actor,
    text: str,
    *,
    carry_to: int | None = None,
    seen: str | None = None,
) -> Cancellation:
    """Cancel an offering, tell everybody why, and carry them over to another date of the course.

    Those with a place come first, then whoever was offered one, then the waiting list, each in
    their order; what a place is free for and nobody there waits for is theirs, everybody else
    stands at the end of the waiting list there. Undecided requests go along undecided. `seen` is
    what the preview said (Cancellation.seen); StaleVersion where that has changed.
    """
    if not actor.is_hr:
        raise NotAllowed(mark("Only HR cancels an offering."))
    text = text.strip()
    if not text:
        raise RuleViolation(mark("Please write why: everybody who is told reads it."))
    persons = _persons(offering_id)
    offering, target = _locked(offering_id, carry_to, persons)
    people = _in_order(offering_id)
    standings = [carrying_over.Standing.of(enrolment) for enrolment in people]
    for enrolment in people:
        transitions.move(enrolment, Action.CANCEL, actor_id=actor.person_id, reason=text)
    offering.status = OfferingStatus.CANCELLED
    offering.version += 1
    db.session.flush()
    if target is not None:
        waiting_list.fill_places(target)
    lines = []
    for enrolment, stood in zip(people, standings, strict=True):
        found = carrying_over.NOBODY
        if target is not None:
            found = carrying_over.carry(enrolment, stood, target, actor, text)
        if found.enrolment is None:
            change_messages.cancelled(enrolment, text)
        lines.append(_line(enrolment, stood.status, found))
    for trainer in offering.trainers:
        change_messages.cancelled_for_trainer(offering, trainer.person, text)
    waiting_list.fill_after_leaving(offering, persons)
    done = Cancellation(lines)
    if seen is not None and seen != done.seen:
        raise StaleVersion(
            mark(
                "Participants have changed since you looked. Look at what would happen now, then"
                " cancel the offering."
            )
        )
    return done


def preview(offering_id: int, actor: Actor, *, carry_to: int | None = None) -> Cancellation:
    """What cancelling would do now and who would be told; nothing is changed."""
    with trial() as attempt:
        found = cancel_offering(offering_id, actor, "…", carry_to=carry_to)
    return replace(found, told=attempt.told)


def _locked(
    offering_id: int, carry_to: int | None, persons: set[int]
) -> tuple[Offering, Offering | None]:
    wanted = {offering_id} if carry_to is None else {offering_id, carry_to}
    locked = lock_offerings(wanted, persons, with_waits_of=persons)
    offering = locked[offering_id]
    _check(offering)
    if carry_to is None:
        return offering, None
    carrying_over.check_target(offering, locked[carry_to])
    return offering, locked[carry_to]


def _line(enrolment: Enrolment, status: Status, found: carrying_over.Carried) -> Line:
    after = found.enrolment.status if found.enrolment else None
    return Line(enrolment.id, enrolment.person.listed_name, status, after, found.why_not)


def _check(offering: Offering) -> None:
    if offering.status is OfferingStatus.CANCELLED:
        raise RuleViolation(mark("This offering has been cancelled already."))
    over = offering.ends_at is not None and offering.ends_at <= clock.now()
    if over or offering.status is OfferingStatus.CLOSED:
        raise RuleViolation(mark("This offering has taken place; it cannot be cancelled any more."))


def _persons(offering_id: int) -> set[int]:
    return set(
        db.session.scalars(
            select(Enrolment.person_id).where(
                Enrolment.offering_id == offering_id, Enrolment.status.in_(UNDER_WAY)
            )
        )
    )


_ORDER = (Status.CONFIRMED, Status.OFFERED, Status.WAITLISTED, Status.REQUESTED)


def _in_order(offering_id: int) -> list[Enrolment]:
    """Everybody, those with a place first; each kind in its own order."""
    positions = waiting_list.positions([offering_id])
    found = db.session.scalars(
        select(Enrolment)
        .where(Enrolment.offering_id == offering_id, Enrolment.status.in_(UNDER_WAY))
        .options(joinedload(Enrolment.person))
        .order_by(Enrolment.requested_at, Enrolment.id)
        .execution_options(populate_existing=True)
    ).all()
    behind = len(positions) + 1
    return sorted(found, key=lambda e: (_ORDER.index(e.status), positions.get(e.id, behind)))
