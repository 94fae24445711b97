"""A few participants of dates to come have stated what care costs them; HR has decided one."""

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.enrolment.presence import care_costs
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering
from trainingtracker.vocabulary import Role, Status

_CENTS = (4_500, 12_000, 3_750)


def build(hr_id: int) -> None:
    """Claims of the first participants, each in an offering of their own choice."""
    found = db.session.execute(
        select(Enrolment.id, Enrolment.person_id)
        .join(Offering, Offering.id == Enrolment.offering_id)
        .where(
            Enrolment.status == Status.CONFIRMED,
            Offering.starts_at > clock.now(),
            Enrolment.person_id != hr_id,
        )
        .order_by(Enrolment.id)
        .limit(len(_CENTS))
    ).all()
    claims = [
        care_costs.state(enrolment_id, cents, Actor(person_id))
        for (enrolment_id, person_id), cents in zip(found, _CENTS, strict=False)
    ]
    if claims and (first := claims[0]):
        care_costs.decide(first.id, Actor(hr_id, {Role.HR: None}), paid=True, amount=first.amount)
