"""Consents end with the employment, and with them what people had stated about themselves."""

from datetime import date

from trainingtracker.competence.consent import end_of_leavers
from trainingtracker.extensions import begin, db


def end_consents(today: date) -> None:
    begin("write")
    end_of_leavers(today)
    db.session.commit()
