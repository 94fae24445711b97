"""Files of requests that were never sent complete are deleted."""

from datetime import datetime

from trainingtracker.extensions import begin, db
from trainingtracker.external import documents


def forget_files(now: datetime) -> int:
    """Delete files that wait for a form which has not come again; returns how many."""
    begin("write")
    forgotten = documents.forget_waiting(now)
    db.session.commit()
    return forgotten
