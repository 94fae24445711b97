"""Requests that nobody decides: a reminder after some working days, then the next one above.

The days count from when the stage began. Both happen once a stage; HR's desk shows what hangs all
the same, and HR or the coordinator may remind by hand.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from sqlalchemy import or_, select

from trainingtracker import clock, settings
from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.permissions import can_act_for
from trainingtracker.accounts.roles import holders
from trainingtracker.enrolment.approval import decisions
from trainingtracker.enrolment.locking import lock_enrolment
from trainingtracker.errors import NotAllowed, RuleViolation, StaleVersion
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering, Person
from trainingtracker.notify import approval_messages
from trainingtracker.organisation.people import persons
from trainingtracker.text import mark
from trainingtracker.vocabulary import ApprovalStage, OfferingStatus, Role, Status
from trainingtracker.working_days import WorkingDays

MOST_DAYS = 60
# Reminding by hand again within this time is a second click.
_SECOND_CLICK = timedelta(hours=1)


@dataclass(frozen=True)
class Patience:
    """After how many working days somebody is reminded, and then whoever is above may decide."""

    reminder: int
    escalation: int
    working_days: WorkingDays

    @classmethod
    def load(cls) -> Self:
        """As the administration has set it; one query."""
        found = settings.several("reminder_days", "escalation_days", "federal_state")
        return cls(
            found["reminder_days"], found["escalation_days"], WorkingDays(found["federal_state"])
        )

    @property
    def version(self) -> str:
        """What somebody has seen who changes it."""
        return f"{self.reminder}/{self.escalation}"

    def waited(self, enrolment: Enrolment, now: datetime) -> int:
        """The working days since the stage began, without the day on which it did."""
        begun = clock.local_day(began(enrolment))
        return self.working_days.between(begun, clock.local_day(now))

    def reminds(self, enrolment: Enrolment, now: datetime) -> bool:
        return enrolment.reminded_at is None and self.waited(enrolment, now) >= self.reminder

    def escalates(self, enrolment: Enrolment, now: datetime) -> bool:
        return enrolment.escalated_at is None and self.waited(enrolment, now) >= self.escalation


def change_rule(reminder: int, escalation: int, *, seen: str, actor: Actor) -> None:
    """Set the days from now on; `seen` is the version that whoever changes them has seen."""
    if not actor.is_hr:
        raise NotAllowed(mark("Only HR sets the days."))
    if seen != Patience.load().version:
        raise StaleVersion(
            mark(
                "Somebody else has changed this meanwhile."
                " Please compare it with yours and save again."
            )
        )
    for days in (reminder, escalation):
        if not 1 <= days <= MOST_DAYS:
            raise RuleViolation(mark("Please give a number from 1 to %(most)s."), most=MOST_DAYS)
    if escalation <= reminder:
        raise RuleViolation(mark("It is escalated after the reminder: choose more days."))
    settings.put("reminder_days", reminder)
    settings.put("escalation_days", escalation)


def began(enrolment: Enrolment) -> datetime:
    """Since when the request waits for whoever is awaited now."""
    return enrolment.decided_at or enrolment.requested_at


def due(now: datetime) -> list[int]:
    """The requests of which somebody is to be reminded, or which are to go up, oldest first."""
    patience = Patience.load()
    waiting = db.session.scalars(
        select(Enrolment)
        .join(Offering, Offering.id == Enrolment.offering_id)
        .where(
            Enrolment.status == Status.REQUESTED,
            Enrolment.awaiting.is_not(None),
            or_(Enrolment.reminded_at.is_(None), Enrolment.escalated_at.is_(None)),
            Offering.status == OfferingStatus.PUBLISHED,
            or_(Offering.ends_at.is_(None), Offering.ends_at > now),
        )
        .order_by(Enrolment.requested_at, Enrolment.id)
    )
    return [e.id for e in waiting if patience.reminds(e, now) or patience.escalates(e, now)]


def follow_up(enrolment_id: int, now: datetime) -> bool:
    """Remind or escalate where it is still due; whether anything was done."""
    enrolment = lock_enrolment(enrolment_id)
    patience = Patience.load()
    if enrolment.status is not Status.REQUESTED or enrolment.awaiting is None:
        return False
    if patience.escalates(enrolment, now):
        _escalate(enrolment, now)
        return True
    if patience.reminds(enrolment, now):
        _remind(enrolment, now)
        return True
    return False


def remind_now(enrolment_id: int, actor: Actor) -> list[Person]:
    """Remind those awaited by hand: HR, or the coordinator of the person. Returns who is told."""
    enrolment = lock_enrolment(enrolment_id)
    if actor.person_id == enrolment.person_id or not can_act_for(actor, enrolment.person_id):
        raise NotAllowed(mark("HR or the coordinator of the unit reminds of a decision."))
    decisions.check_undecided(enrolment)
    now = clock.now()
    if enrolment.reminded_at is not None and now - enrolment.reminded_at < _SECOND_CLICK:
        raise RuleViolation(mark("A reminder was sent a moment ago."))
    return _remind(enrolment, now)


def _awaited(enrolment: Enrolment) -> list[Person]:
    """Who decides: leaders; HR at its own stage and where nobody leads any unit above."""
    leaders = persons(decisions.awaited(enrolment).all)
    if leaders:
        return leaders
    return [p for p in holders(Role.HR, clock.today()) if p.id != enrolment.person_id]


def _remind(enrolment: Enrolment, now: datetime) -> list[Person]:
    enrolment.reminded_at = now
    told = _awaited(enrolment)
    for person in told:
        approval_messages.reminder(enrolment, person, began(enrolment))
    return told


def _escalate(enrolment: Enrolment, now: datetime) -> None:
    """Whoever leads the next unit above may decide from now on; HR where there is nobody."""
    enrolment.reminded_at = enrolment.reminded_at or now
    before = decisions.awaited(enrolment)
    enrolment.escalated_at = now
    higher: tuple[int, ...] = ()
    if enrolment.awaiting is ApprovalStage.MANAGER:
        higher = decisions.awaited(enrolment).above
    told = persons(higher) or [
        p for p in holders(Role.HR, clock.today()) if p.id != enrolment.person_id
    ]
    late = ", ".join(person.full_name for person in persons(before.all[:1]))
    for person in told:
        approval_messages.escalated(enrolment, person, began(enrolment), late)
