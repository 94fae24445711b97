"""Trainings outside the catalogue: decisions that are awaited, files that nobody sent for good."""

from datetime import datetime

from trainingtracker.extensions import begin, db
from trainingtracker.external import documents, reminders


def follow_up_trainings(now: datetime) -> int:
    """Remind and escalate what is due, each in a transaction; returns how many."""
    begin("read")
    due = reminders.due(now)
    db.session.rollback()
    done = 0
    for training_id in due:
        begin("write")
        done += reminders.follow_up(training_id, now)
        db.session.commit()
    return done


def forget_files(now: datetime) -> int:
    """Delete files that wait for a form which has not come again; returns how many."""
    begin("write")
    forgotten = documents.forget_waiting(now)
    db.session.commit()
    return forgotten
