"""All trainings outside the catalogue of the people whom a reader administers."""

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.scopes import one_of_administered
from trainingtracker.extensions import db
from trainingtracker.models import ExternalTraining, Person
from trainingtracker.vocabulary import ExternalStatus


def trainings(
    actor: Actor, status: ExternalStatus | None, *, limit: int | None = None, offset: int = 0
) -> tuple[list[ExternalTraining], int]:
    """What happened last first, and how many there are; two queries."""
    conditions = [one_of_administered(actor, clock.today())]
    if status is not None:
        conditions.append(ExternalTraining.status == status)
    joined = select(ExternalTraining).join(Person, Person.id == ExternalTraining.person_id)
    total = db.session.scalar(
        select(func.count(ExternalTraining.id))
        .join(Person, Person.id == ExternalTraining.person_id)
        .where(*conditions)
    )
    rows = db.session.scalars(
        joined.where(*conditions)
        .options(contains_eager(ExternalTraining.person))
        .order_by(ExternalTraining.status_since.desc(), ExternalTraining.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return list(rows), total or 0
