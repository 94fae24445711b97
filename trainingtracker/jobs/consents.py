"""Consents end with the employment, and with them what people had stated about themselves."""

from datetime import datetime

from trainingtracker import clock
from trainingtracker.competence.consent import end_of_leavers, forget_ended
from trainingtracker.extensions import begin, db


def end_consents(now: datetime) -> None:
    begin("write")
    end_of_leavers(clock.local_day(now))
    forget_ended(now)
    db.session.commit()
