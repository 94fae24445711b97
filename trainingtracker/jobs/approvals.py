"""Reminders of decisions that are awaited, and their escalation."""

from datetime import datetime

from trainingtracker.enrolment.approval import reminders
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
