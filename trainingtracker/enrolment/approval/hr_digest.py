"""What waits for HR's decision, told to HR once a working day in one message.

At HR's own stage, and where nobody leads a unit above the person, there is no manager whom a
request could be told to.
"""

from datetime import datetime

from sqlalchemy import func, select

from trainingtracker import clock, settings
from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.roles import holders
from trainingtracker.enrolment.queries.open_requests import open_requests
from trainingtracker.extensions import db
from trainingtracker.external.queries.waiting import HANGING_DAYS
from trainingtracker.models import Enrolment, OutgoingMail, Person
from trainingtracker.notify import approval_messages
from trainingtracker.organisation.leadership import LeadershipMap
from trainingtracker.vocabulary import Role, Status
from trainingtracker.working_days import WorkingDays


def due(now: datetime) -> list[Person]:
    """Whom of HR to look for something new for: on a working day, those not yet told today."""
    today = clock.local_day(now)
    if today not in WorkingDays(settings.get("federal_state")):
        return []
    told_last = _told_last()
    people = [
        person
        for person in holders(Role.HR, today)
        if person.id not in told_last or clock.local_day(told_last[person.id]) < today
    ]
    since = min((told_last[p.id] for p in people if p.id in told_last), default=None)
    if any(p.id not in told_last for p in people):
        since = None
    return people if people and _anything_since(since) else []


def tell_hr(now: datetime) -> int:
    """Tell each of HR what has come since they were told last; returns how many are told.

    Who has nothing new gets nothing; nobody is told about requests of their own.
    """
    people, told_last, told = due(now), _told_last(), 0
    if not people:
        return 0
    waiting, hanging = open_requests(
        Actor(0, {Role.HR: None}), LeadershipMap.load(clock.local_day(now))
    )
    for person in people:
        own = [each for each in waiting if each.person_id != person.id]
        last = told_last.get(person.id)
        new = sum(last is None or each.requested_at > last for each in own)
        if new:
            approval_messages.waits_for_hr(person, new, len(own), len(hanging), days=HANGING_DAYS)
            told += 1
    return told


def _anything_since(since: datetime | None) -> bool:
    """Whether any request has begun to wait for a decision."""
    waits = [Enrolment.status == Status.REQUESTED, Enrolment.awaiting.is_not(None)]
    if since is not None:
        waits.append(func.coalesce(Enrolment.decided_at, Enrolment.requested_at) > since)
    return db.session.scalar(select(Enrolment.id).where(*waits).limit(1)) is not None


def _told_last() -> dict[int, datetime]:
    """Person id -> when they were last told."""
    mail = OutgoingMail
    rows = db.session.execute(
        select(mail.person_id, func.max(mail.queued_at))
        .where(mail.kind == approval_messages.WAITS_FOR_HR)
        .group_by(mail.person_id)
    )
    return dict(rows.all())
