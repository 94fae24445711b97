"""On what ground a request was refused.

What the decider wrote to the person is between them, and in no statistics.
"""

from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import func, select

from trainingtracker.enrolment.presence.closing import REASON_NOT_DECIDED
from trainingtracker.extensions import db
from trainingtracker.models import Approval, Enrolment, EnrolmentEvent, Offering, RoundEntry
from trainingtracker.statistics.span import Span
from trainingtracker.vocabulary import (
    Action,
    ApprovalStage,
    Decision,
    RoundOutcome,
    RoundReason,
    Status,
)


class Refusal(StrEnum):
    """Who or what stood in the way."""

    MANAGER = "manager"
    HR = "hr"
    NOT_APPROVED = "not_approved"  # by the release of the round
    PREREQUISITE = "prerequisite"
    NOT_DECIDED = "not_decided"  # before the course took place
    UNKNOWN = "unknown"  # the decision is not on record any more


_BY_STAGE = {ApprovalStage.MANAGER: Refusal.MANAGER, ApprovalStage.HR: Refusal.HR}


def refusals(span: Span) -> Mapping[int, Refusal]:
    """Enrolment id -> ground of the declined requests for what ends in the span: one query."""
    decided = (
        select(func.max(Approval.stage))
        .where(Approval.enrolment_id == Enrolment.id, Approval.decision == Decision.DECLINED)
        .correlate(Enrolment)
        .scalar_subquery()
    )
    said = (
        select(func.max(EnrolmentEvent.reason))
        .where(EnrolmentEvent.enrolment_id == Enrolment.id, EnrolmentEvent.action == Action.DECLINE)
        .correlate(Enrolment)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            Enrolment.id, decided, said, RoundEntry.released, RoundEntry.reason, RoundEntry.adjusted
        )
        .join(Offering, Offering.id == Enrolment.offering_id)
        .outerjoin(RoundEntry, RoundEntry.enrolment_id == Enrolment.id)
        .where(Enrolment.status == Status.DECLINED, span.covers)
    )
    return {enrolment_id: _ground(*found) for enrolment_id, *found in rows}


def _ground(
    stage: ApprovalStage | None,
    said: str | None,
    released: RoundOutcome | None,
    reason: RoundReason | None,
    adjusted: RoundOutcome | None,
) -> Refusal:
    if released is RoundOutcome.DECLINE:
        if adjusted is not None:
            return Refusal.HR
        if reason is RoundReason.PREREQUISITE:
            return Refusal.PREREQUISITE
        return Refusal.NOT_APPROVED
    if stage is not None:
        return _BY_STAGE[stage]
    return Refusal.NOT_DECIDED if said == REASON_NOT_DECIDED else Refusal.UNKNOWN
