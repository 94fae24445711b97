"""Feedback that falls due: publishing what has closed, asking whether a course was of use."""

from datetime import datetime

from trainingtracker import clock
from trainingtracker.extensions import begin, db
from trainingtracker.feedback import asking, publishing


def run_feedback(now: datetime) -> int:
    """Do all that is due, each form in a transaction of its own; returns how many."""
    begin("read")
    closed = publishing.due(clock.local_day(now))
    db.session.rollback()
    for form_id in closed:
        begin("write")
        publishing.evaluate(form_id)
        db.session.commit()
    begin("read")
    to_ask = asking.due_for_use(now)
    db.session.rollback()
    for offering_id in to_ask:
        begin("write")
        asking.ask_whether_used(offering_id)
        db.session.commit()
    return len(closed) + len(to_ask)
