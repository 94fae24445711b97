"""Reminders of decisions that are awaited, and their escalation."""

from datetime import datetime

from trainingtracker.enrolment.approval import hr_digest, reminders
from trainingtracker.extensions import begin, db


def follow_up_requests(now: datetime) -> int:
    """Remind and escalate what is due, each in a transaction; returns how many."""
    begin("read")
    due = reminders.due(now)
    db.session.rollback()
    done = 0
    for enrolment_id in due:
        begin("write")
        done += reminders.follow_up(enrolment_id, now)
        db.session.commit()
    return done


def tell_hr_of_requests(now: datetime) -> int:
    """Once a working day, what has come to wait for HR; returns how many people are told."""
    begin("read")
    due = hr_digest.due(now)
    db.session.rollback()
    if not due:
        return 0
    begin("write")
    told = hr_digest.tell_hr(now)
    db.session.commit()
    return told
