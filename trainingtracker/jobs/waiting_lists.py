"""Waiting lists move when time passes: reserved places are opened, somebody can take part now."""

from datetime import date

from trainingtracker.enrolment import reserved_places
from trainingtracker.enrolment.waiting import moving_on
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


def move_waiting_lists_on() -> int:
    """Fill places that somebody could not take when they became free; returns how many got one."""
    begin("read")
    due = moving_on.due()
    db.session.rollback()
    moved = 0
    for offering_id in due:
        begin("write")
        moved += moving_on.move_on(offering_id)
        db.session.commit()
    return moved
