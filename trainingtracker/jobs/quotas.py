"""Places that were reserved until yesterday go to the waiting list."""

from datetime import date

from trainingtracker.enrolment import reserved_places
from trainingtracker.extensions import begin, db


def open_reserved_places(today: date) -> int:
    """Open what is no longer reserved, each offering in a transaction; returns how many."""
    begin("read")
    due = reserved_places.due(today)
    db.session.rollback()
    for offering_id in due:
        begin("write")
        reserved_places.open_to_all(offering_id, today)
        db.session.commit()
    return len(due)
