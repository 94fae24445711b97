"""The trainings outside the catalogue of one person."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from trainingtracker.extensions import db
from trainingtracker.external.states import OVER
from trainingtracker.models import ExternalTraining
from trainingtracker.vocabulary import ExternalStatus


def under_way(person_id: int) -> list[ExternalTraining]:
    """Requests that are decided, trainings to come, certificates to send or being checked."""
    return under_way_of([person_id]).get(person_id, [])


def under_way_of(person_ids: Iterable[int]) -> dict[int, list[ExternalTraining]]:
    """The same of several people, by person, in one query."""
    found: dict[int, list[ExternalTraining]] = {}
    for training in db.session.scalars(
        select(ExternalTraining)
        .where(
            ExternalTraining.person_id.in_(list(person_ids)),
            ExternalTraining.status.not_in(OVER),
        )
        .order_by(ExternalTraining.starts_on, ExternalTraining.id)
    ):
        found.setdefault(training.person_id, []).append(training)
    return found


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
