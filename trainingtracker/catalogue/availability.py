"""How many places of an offering are held, free and waited for: counted here and nowhere else."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ScalarSelect, func, select

from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering
from trainingtracker.vocabulary import Status

# Whoever took part keeps the place they had, whatever came of it.
PLACE_HOLDING = (
    Status.OFFERED,
    Status.CONFIRMED,
    Status.COMPLETED,
    Status.NOT_COMPLETED,
    Status.NO_SHOW,
)


@dataclass(frozen=True)
class Availability:
    """The places of one offering at this moment; `paused` are those who wait without a position."""

    min_places: int
    max_places: int
    held: int = 0
    waiting: int = 0
    requested: int = 0
    paused: int = 0

    @property
    def free(self) -> int:
        """Places nobody holds; never below zero."""
        return max(self.max_places - self.held, 0)

    @property
    def next_position(self) -> int:
        """Where somebody who joins the waiting list now stands."""
        return self.waiting - self.paused + 1

    @property
    def fully_booked(self) -> bool:
        return self.free == 0

    @property
    def below_minimum(self) -> bool:
        return self.held < self.min_places


def of_offerings(offering_ids: Iterable[int]) -> dict[int, Availability]:
    """The availability of many offerings by id, in one query; unknown ids are left out."""
    status = Enrolment.status
    rows = db.session.execute(
        select(
            Offering.id,
            Offering.min_places,
            Offering.max_places,
            func.count(Enrolment.id).filter(status.in_(PLACE_HOLDING)),
            func.count(Enrolment.id).filter(status == Status.WAITLISTED),
            func.count(Enrolment.id).filter(status == Status.REQUESTED),
            func.count(Enrolment.id).filter(
                status == Status.WAITLISTED, Enrolment.paused.is_(True)
            ),
        )
        .outerjoin(Enrolment, Enrolment.offering_id == Offering.id)
        .where(Offering.id.in_(list(offering_ids)))
        .group_by(Offering.id, Offering.min_places, Offering.max_places)
    )
    return {offering_id: Availability(*numbers) for offering_id, *numbers in rows}


def of_offering(offering_id: int) -> Availability:
    """The availability of one offering; KeyError where it does not exist."""
    return of_offerings([offering_id])[offering_id]


def places_held() -> ScalarSelect[int]:
    """The number of places held, as a column of a query over offerings (to filter and sort by)."""
    return (
        select(func.count(Enrolment.id))
        .where(Enrolment.offering_id == Offering.id, Enrolment.status.in_(PLACE_HOLDING))
        .correlate(Offering)
        .scalar_subquery()
    )
