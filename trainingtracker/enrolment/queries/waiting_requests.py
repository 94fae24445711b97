"""How many requests of some people wait for the decision of a manager."""

from collections.abc import Collection

from sqlalchemy import func, select

from trainingtracker.extensions import db
from trainingtracker.models import Enrolment
from trainingtracker.vocabulary import ApprovalStage, Status


def waiting_requests(person_ids: Collection[int]) -> int:
    """Requests that go to whoever decides for these people."""
    query = select(func.count(Enrolment.id)).where(
        Enrolment.person_id.in_(person_ids),
        Enrolment.status == Status.REQUESTED,
        Enrolment.awaiting == ApprovalStage.MANAGER,
    )
    return db.session.scalar(query) or 0
