"""What training costs in a year besides the offerings: trainings outside the catalogue."""

from datetime import date

from sqlalchemy import case, func, select

from trainingtracker.costs.sums import Sums
from trainingtracker.extensions import db
from trainingtracker.models import ExternalTraining
from trainingtracker.vocabulary import ExternalStatus

# Approved, and not yet shown to have taken place.
_APPROVED = (ExternalStatus.APPROVED, ExternalStatus.SENT, ExternalStatus.RETURNED)


def external_trainings(year: int) -> Sums:
    """Those that begin in the year: approved is committed, confirmed is spent; one query.

    They belong to no topic, so no budget of a topic has them.
    """
    status, cost = ExternalTraining.status, ExternalTraining.cost
    row = db.session.execute(
        select(
            func.coalesce(func.sum(case((status.in_(_APPROVED), cost), else_=0)), 0),
            func.coalesce(func.sum(case((status == ExternalStatus.CONFIRMED, cost), else_=0)), 0),
        ).where(
            ExternalTraining.starts_on >= date(year, 1, 1),
            ExternalTraining.starts_on <= date(year, 12, 31),
        )
    ).one()
    committed, spent = int(row[0]), int(row[1])
    return Sums(committed + spent, committed, spent)
