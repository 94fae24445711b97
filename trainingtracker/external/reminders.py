"""Requests that nobody decides: a reminder after some working days, then the next one above.

The same days as for requests in the catalogue, counted from when the stage began.
"""

from datetime import datetime

from sqlalchemy import or_, select

from trainingtracker import clock, settings
from trainingtracker.accounts.roles import holders
from trainingtracker.extensions import db
from trainingtracker.external import states
from trainingtracker.models import ExternalTraining, Person
from trainingtracker.notify import external_messages as messages
from trainingtracker.organisation.leadership import Leaders, LeadershipMap, unit_of
from trainingtracker.organisation.people import persons
from trainingtracker.vocabulary import ExternalStatus, Role
from trainingtracker.working_days import WorkingDays


def due(now: datetime) -> list[int]:
    """The requests of which somebody is to be reminded, or which are to go up, oldest first."""
    waiting = db.session.scalars(
        select(ExternalTraining)
        .where(
            ExternalTraining.status.in_(states.UNDECIDED),
            or_(ExternalTraining.reminded_at.is_(None), ExternalTraining.escalated_at.is_(None)),
        )
        .order_by(ExternalTraining.status_since, ExternalTraining.id)
    )
    patience = settings.several("reminder_days", "escalation_days", "federal_state")
    days = WorkingDays(patience["federal_state"])
    found = []
    for training in waiting:
        waited = days.between(clock.local_day(training.status_since), clock.local_day(now))
        reminds = training.reminded_at is None and waited >= patience["reminder_days"]
        escalates = training.escalated_at is None and waited >= patience["escalation_days"]
        if reminds or escalates:
            found.append(training.id)
    return found


def follow_up(training_id: int, now: datetime) -> bool:
    """Remind, or escalate, where it is still due; whether anything was done."""
    training = states.locked(training_id)
    if training.status not in states.UNDECIDED or training_id not in due(now):
        return False
    patience = settings.several("escalation_days", "federal_state")
    waited = WorkingDays(patience["federal_state"]).between(
        clock.local_day(training.status_since), clock.local_day(now)
    )
    if waited >= patience["escalation_days"]:
        _escalate(training, now)
    else:
        training.reminded_at = now
        for person in persons(_leaders(training).all) or _hr(training):
            messages.reminder(training, person)
    db.session.flush()
    return True


def _escalate(training: ExternalTraining, now: datetime) -> None:
    """Whoever leads the next unit above may decide from now on; HR where there is nobody."""
    late = ", ".join(person.full_name for person in persons(_leaders(training).all[:1]))
    training.reminded_at = training.reminded_at or now
    training.escalated_at = now
    for person in persons(_leaders(training).above) or _hr(training):
        messages.escalated(training, person, late)


def _leaders(training: ExternalTraining) -> Leaders:
    """Who is awaited as the manager; nobody at HR's stage."""
    if training.status is not ExternalStatus.REQUESTED:
        return Leaders()
    today = clock.today()
    return LeadershipMap.above(training.person_id, today).deciders(
        training.person_id,
        unit_of(training.person_id, today),
        escalated=training.escalated_at is not None,
    )


def _hr(training: ExternalTraining) -> list[Person]:
    return [p for p in holders(Role.HR, clock.today()) if p.id != training.person_id]
