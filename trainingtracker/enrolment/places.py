"""Numbered places: how many are free and to whom, and the lowest. The offering must be locked."""

from collections.abc import Collection

from sqlalchemy import func, select

from trainingtracker import clock
from trainingtracker.enrolment.reserved import Kind, Reserved
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering, OfferingQuota
from trainingtracker.organisation.belonging import Belonging, belongings
from trainingtracker.organisation.groups import Group
from trainingtracker.text import mark


def free(offering: Offering) -> int:
    """How many places of the offering are free."""
    held = db.session.scalar(
        select(func.count()).where(
            Enrolment.offering_id == offering.id, Enrolment.place.is_not(None)
        )
    )
    return max(0, offering.max_places - (held or 0))


class Opening:
    """The free places of an offering, and to which persons they are open now."""

    def __init__(self, free: int, reserved: Reserved, kinds: dict[int, Kind]) -> None:
        self.free = free
        self._reserved = reserved
        self._kinds = kinds

    def open_to(self, person_id: int) -> int:
        """How many of the free places the person could get: none, where all are kept for others."""
        return self._reserved.open_to(self._kinds.get(person_id, frozenset()), self.free)

    def take(self, person_id: int) -> None:
        """The person has got one of them."""
        self.free -= 1
        self._reserved.take(self._kinds.get(person_id, frozenset()))


def opening(offering: Offering, person_ids: Collection[int]) -> Opening:
    """The free places for these persons; two queries where none are reserved, seven where some."""
    quotas = db.session.scalars(
        select(OfferingQuota).where(
            OfferingQuota.offering_id == offering.id, OfferingQuota.last_day >= clock.today()
        )
    ).all()
    if not quotas:
        return Opening(free(offering), Reserved({}), {})
    holders = db.session.scalars(
        select(Enrolment.person_id).where(
            Enrolment.offering_id == offering.id, Enrolment.place.is_not(None)
        )
    ).all()
    where = belongings({*holders, *person_ids}, clock.today())
    kinds = {person_id: kind_of(quotas, belonging) for person_id, belonging in where.items()}
    reserved = Reserved({q.id: q.places for q in quotas}, (kinds[each] for each in holders))
    return Opening(max(0, offering.max_places - len(holders)), reserved, kinds)


def open_to(offering: Offering, person_id: int) -> int:
    """How many of the free places are open to this person now."""
    return opening(offering, [person_id]).open_to(person_id)


def kind_of(quotas: Collection[OfferingQuota], belonging: Belonging) -> Kind:
    """The reservations that somebody who belongs there may use."""
    return frozenset(
        each.id
        for each in quotas
        if Group(each.unit_id, each.status_group_id).includes(belonging)
    )


def lowest_free(offering: Offering) -> int:
    """The lowest free number from 1 to the capacity; RuleViolation where there is none."""
    taken = set(
        db.session.scalars(
            select(Enrolment.place).where(
                Enrolment.offering_id == offering.id, Enrolment.place.is_not(None)
            )
        )
    )
    for number in range(1, offering.max_places + 1):
        if number not in taken:
            return number
    raise RuleViolation(
        mark("All %(places)s places are taken. Put the person on the waiting list instead."),
        places=offering.max_places,
    )
