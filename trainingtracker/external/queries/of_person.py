"""The trainings outside the catalogue of one person."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from trainingtracker.extensions import db
from trainingtracker.external.states import OVER
from trainingtracker.models import ExternalTraining
from trainingtracker.vocabulary import ExternalStatus


def under_way(person_id: int) -> list[ExternalTraining]:
    """Requests that are decided, trainings to come, certificates to send or being checked."""
    return list(
        db.session.scalars(
            select(ExternalTraining)
            .where(ExternalTraining.person_id == person_id, ExternalTraining.status.not_in(OVER))
            .order_by(ExternalTraining.starts_on, ExternalTraining.id)
        )
    )


def over(person_id: int) -> list[ExternalTraining]:
    """What is recorded, declined or taken back, the latest first."""
    return list(
        db.session.scalars(
            select(ExternalTraining)
            .where(ExternalTraining.person_id == person_id, ExternalTraining.status.in_(OVER))
            .order_by(ExternalTraining.ends_on.desc(), ExternalTraining.id.desc())
        )
    )


class RecordedTraining(NamedTuple):
    """A training that HR has recorded; both days inclusive."""

    training_id: int
    title: str
    provider: str
    starts_on: date
    ends_on: date


def recorded(person_id: int) -> list[RecordedTraining]:
    """What HR has recorded, the latest first."""
    rows = db.session.execute(
        select(
            ExternalTraining.id,
            ExternalTraining.title,
            ExternalTraining.provider,
            ExternalTraining.starts_on,
            ExternalTraining.ends_on,
        )
        .where(
            ExternalTraining.person_id == person_id,
            ExternalTraining.status == ExternalStatus.CONFIRMED,
        )
        .order_by(ExternalTraining.ends_on.desc(), ExternalTraining.id.desc())
    )
    return [RecordedTraining(*row) for row in rows]
