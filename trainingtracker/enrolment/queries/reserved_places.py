"""Which places of offerings are reserved for whom, and how many are open to one person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.enrolment.places import kind_of
from trainingtracker.enrolment.reserved import Reserved
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, OfferingQuota
from trainingtracker.organisation.belonging import Belonging, belongings
from trainingtracker.organisation.groups import Group, group_names
from trainingtracker.text import Bilingual


@dataclass(frozen=True)
class ReservedPlaces:
    """Places kept for a group until a day, included; `taken` of them are used up.

    `mine` says whether the reader belongs to the group.
    """

    places: int
    taken: int
    whom: Bilingual
    last_day: date
    mine: bool


@dataclass(frozen=True)
class Reservations:
    """What is reserved in one offering today, and how its free places are open to the reader."""

    rows: tuple[ReservedPlaces, ...]
    kept: int
    _reserved: Reserved
    _kind: frozenset[int]

    def open_to_reader(self, free: int) -> int:
        """How many of so many free places the reader could get."""
        return self._reserved.open_to(self._kind, free)


def reservations(offering_ids: Iterable[int], reader_id: int) -> dict[int, Reservations]:
    """Offering id -> its reservations, where there are any today.

    One query where nothing is reserved, eight however many offerings have reservations.
    """
    quotas: dict[int, list[OfferingQuota]] = {}
    today = clock.today()
    for quota in db.session.scalars(
        select(OfferingQuota)
        .where(OfferingQuota.offering_id.in_(list(offering_ids)), OfferingQuota.last_day >= today)
        .order_by(OfferingQuota.id)
    ):
        quotas.setdefault(quota.offering_id, []).append(quota)
    if not quotas:
        return {}
    holders: dict[int, list[int]] = {each: [] for each in quotas}
    for offering_id, person_id in db.session.execute(
        select(Enrolment.offering_id, Enrolment.person_id).where(
            Enrolment.offering_id.in_(list(quotas)), Enrolment.place.is_not(None)
        )
    ):
        holders[offering_id].append(person_id)
    everybody = {reader_id}.union(*holders.values())
    where = belongings(everybody, today)
    groups = [_group(quota) for each in quotas.values() for quota in each]
    names = group_names(groups, today)
    return {
        offering_id: _reservations(own, holders[offering_id], where, reader_id, names)
        for offering_id, own in quotas.items()
    }


def _group(quota: OfferingQuota) -> Group:
    return Group(quota.unit_id, quota.status_group_id)


def _reservations(
    quotas: list[OfferingQuota],
    holders: list[int],
    where: dict[int, Belonging],
    reader_id: int,
    names: dict[Group, Bilingual],
) -> Reservations:
    reserved = Reserved(
        {quota.id: quota.places for quota in quotas},
        (kind_of(quotas, where[person_id]) for person_id in holders),
    )
    kind = kind_of(quotas, where[reader_id])
    rows = tuple(
        ReservedPlaces(
            quota.places,
            reserved.taken(quota.id),
            names[_group(quota)],
            quota.last_day,
            quota.id in kind,
        )
        for quota in quotas
    )
    return Reservations(rows, reserved.kept, reserved, kind)
