"""Offers of places that nobody answered in time pass on to the next."""

from datetime import datetime

from trainingtracker.enrolment.waiting import offers
from trainingtracker.extensions import begin, db


def let_offers_lapse(now: datetime) -> int:
    """Let every offer lapse whose deadline is over, each in a transaction; returns how many."""
    begin("read")
    due = offers.lapsed(now)
    db.session.rollback()
    done = 0
    for enrolment_id in due:
        begin("write")
        done += offers.lapse_offer(enrolment_id, now)
        db.session.commit()
    return done
