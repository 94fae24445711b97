"""What a place that stays empty costs, and which cost centre bears it.

It is charged for a confirmed place that is given back after the withdrawal deadline or not
attended, whatever the reason, as long as nobody else gets that place.
"""

from dataclasses import dataclass

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, UnitVersion, UnusedPlace
from trainingtracker.organisation.leadership import unit_of
from trainingtracker.organisation.tree import UnitTree
from trainingtracker.vocabulary import Unused


@dataclass(frozen=True)
class Charge:
    """What an unused place would cost, in cents; an empty cost centre is none on record."""

    amount: int
    cost_centre: str


def possible_charge(enrolment: Enrolment) -> Charge | None:
    """What it would cost if this place stayed empty; None where the place has no price."""
    amount = enrolment.offering.course.cost_per_place
    return Charge(amount, cost_centre_of(enrolment.person_id)) if amount else None


def charge(enrolment: Enrolment, reason: Unused) -> None:
    """Note that the place which this enrolment holds is not used by whoever holds it."""
    found = possible_charge(enrolment)
    if found is None or enrolment.place is None:
        return
    db.session.add(
        UnusedPlace(
            enrolment_id=enrolment.id,
            reason=reason,
            place=enrolment.place,
            amount=found.amount,
            cost_centre=found.cost_centre,
        )
    )


def lift(enrolment: Enrolment) -> None:
    """The result was taken back, and so is the charge."""
    noted = db.session.scalar(select(UnusedPlace).where(UnusedPlace.enrolment_id == enrolment.id))
    if noted is not None:
        db.session.delete(noted)
        db.session.flush()


def cost_centre_of(person_id: int) -> str:
    """The cost centre of the person's unit today, else of the nearest unit above that has one."""
    today = clock.today()
    unit_id = unit_of(person_id, today)
    if unit_id is None:
        return ""
    way = [unit_id, *UnitTree.load(today).ancestor_ids(unit_id)]
    rows = db.session.execute(
        select(UnitVersion.unit_id, UnitVersion.cost_centre).where(
            UnitVersion.unit_id.in_(way), UnitVersion.valid(today)
        )
    )
    known = {row.unit_id: row.cost_centre for row in rows}
    return next((found for each in way if (found := known.get(each))), "")
