"""What offerings cost, and what the care of children or relatives cost their participants."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from trainingtracker.costs import budgets
from trainingtracker.extensions import db
from trainingtracker.models import (
    CareCostClaim,
    CostItem,
    CostSheet,
    Course,
    Enrolment,
    Offering,
)
from trainingtracker.statistics.offerings import of_topic
from trainingtracker.statistics.span import Span, day_of
from trainingtracker.vocabulary import ClaimStatus, CourseFormat, OfferingStatus


class Cost(NamedTuple):
    """Cents of one offering; `actual` is None as long as nothing was invoiced."""

    offering_id: int
    topic_id: int
    format: CourseFormat
    day: date
    planned: int
    actual: int | None
    third_party: int


class Care(NamedTuple):
    """A granted claim, in cents."""

    offering_id: int
    person_id: int
    topic_id: int
    format: CourseFormat
    day: date
    amount: int


def costs(span: Span, topic_id: int | None = None) -> list[Cost]:
    """By the rules of the budgets: nothing is planned, or paid by others, for what is cancelled.

    What was invoiced for a cancelled offering was spent all the same. One query.
    """
    rows = db.session.execute(
        select(
            Offering.id,
            Course.topic_id,
            Course.format,
            Offering.ends_at,
            Offering.status,
            CostSheet.funding,
            budgets.planned(),
            func.sum(CostItem.actual),
        )
        .join(Course, Course.id == Offering.course_id)
        .join(CostSheet, CostSheet.offering_id == Offering.id)
        .outerjoin(CostItem, CostItem.sheet_id == CostSheet.id)
        .where(
            Offering.status != OfferingStatus.DRAFT,
            span.covers,
            *of_topic(topic_id),
        )
        .group_by(
            Offering.id,
            Course.topic_id,
            Course.format,
            Offering.ends_at,
            Offering.status,
            CostSheet.funding,
        )
    )
    return [
        Cost(
            offering_id,
            topic,
            kind,
            day_of(ends_at),
            int(planned or 0),
            None if actual is None else int(actual),
            0 if status is OfferingStatus.CANCELLED else funding,
        )
        for offering_id, topic, kind, ends_at, status, funding, planned, actual in rows
    ]


def care_costs(span: Span, topic_id: int | None = None) -> list[Care]:
    """The claims that HR has granted: one query."""
    rows = db.session.execute(
        select(
            Enrolment.offering_id,
            Enrolment.person_id,
            Course.topic_id,
            Course.format,
            Offering.ends_at,
            CareCostClaim.amount,
        )
        .join(Enrolment, Enrolment.id == CareCostClaim.enrolment_id)
        .join(Offering, Offering.id == Enrolment.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .where(
            CareCostClaim.status == ClaimStatus.GRANTED,
            span.covers,
            *of_topic(topic_id),
        )
    )
    return [
        Care(offering_id, person_id, topic, kind, day_of(ends_at), amount)
        for offering_id, person_id, topic, kind, ends_at, amount in rows
    ]
