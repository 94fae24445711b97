"""Numbered places: how many are free and to whom, and the lowest. The offering must be locked."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import bindparam, func, select

from trainingtracker import clock
from trainingtracker.enrolment.reserved import Kind, Reserved
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering, OfferingQuota
from trainingtracker.organisation.belonging import Belonging, belongings
from trainingtracker.organisation.groups import Group
from trainingtracker.text import mark

_HELD = select(func.count()).where(
    Enrolment.offering_id == bindparam("offering_id"), Enrolment.place.is_not(None)
)


def free(offering: Offering) -> int:
    """How many places of the offering are free."""
    held = db.session.scalar(_HELD, {"offering_id": offering.id})
    return max(0, offering.max_places - (held or 0))


class Opening:
    """The free places of an offering, and to which persons they are open now."""

    def __init__(
        self,
        free: int,
        quotas: Sequence[OfferingQuota] = (),
        holders: Iterable[Belonging] = (),
        where: Mapping[int, Belonging] | None = None,
    ) -> None:
        self.free = free
        self.quotas = quotas
        self._kinds = {each: self._kind(belonging) for each, belonging in (where or {}).items()}
        self._reserved = Reserved(
            {quota.id: quota.places for quota in quotas}, map(self._kind, holders)
        )

    @property
    def kept(self) -> int:
        """How many of the free places are kept for some."""
        return min(self.free, self._reserved.kept)

    def open_to(self, person_id: int) -> int:
        """How many of the free places the person could get: none, where all are kept for others."""
        return self._reserved.open_to(self._kinds.get(person_id, frozenset()), self.free)

    def may_use(self, person_id: int, quota: OfferingQuota) -> bool:
        """Whether the places of a reservation are kept for this person, too."""
        return quota.id in self._kinds.get(person_id, frozenset())

    def taken(self, quota: OfferingQuota) -> int:
        """How many places of a reservation are used up."""
        return self._reserved.taken(quota.id)

    def take(self, person_id: int) -> None:
        """The person has got one of them."""
        self.free -= 1
        self._reserved.take(self._kinds.get(person_id, frozenset()))

    def _kind(self, belonging: Belonging) -> Kind:
        return frozenset(q.id for q in self.quotas if group_of(q).includes(belonging))


def opening(offering: Offering, person_ids: Collection[int]) -> Opening:
    """The free places for these persons; two queries where none are reserved, seven where some."""
    found = openings([offering], person_ids).get(offering.id)
    return found or Opening(free(offering))


def openings(offerings: Iterable[Offering], person_ids: Collection[int]) -> dict[int, Opening]:
    """Offering id -> its free places, of the offerings in which some are reserved today.

    One query where nothing is reserved, six however many offerings have reservations.
    """
    by_id = {offering.id: offering for offering in offerings}
    today = clock.today()
    quotas: dict[int, list[OfferingQuota]] = {}
    for quota in db.session.scalars(
        select(OfferingQuota)
        .where(OfferingQuota.offering_id.in_(list(by_id)), OfferingQuota.last_day >= today)
        .order_by(OfferingQuota.id)
    ):
        quotas.setdefault(quota.offering_id, []).append(quota)
    if not quotas:
        return {}
    holders: dict[int, list[int]] = {offering_id: [] for offering_id in quotas}
    for offering_id, person_id in db.session.execute(
        select(Enrolment.offering_id, Enrolment.person_id).where(
            Enrolment.offering_id.in_(list(quotas)), Enrolment.place.is_not(None)
        )
    ):
        holders[offering_id].append(person_id)
    where = belongings({*person_ids}.union(*holders.values()), today)
    return {
        offering_id: Opening(
            max(0, by_id[offering_id].max_places - len(holders[offering_id])),
            own,
            [where[each] for each in holders[offering_id]],
            {each: where[each] for each in person_ids},
        )
        for offering_id, own in quotas.items()
    }


def open_to(offering: Offering, person_id: int) -> int:
    """How many of the free places are open to this person now."""
    return opening(offering, [person_id]).open_to(person_id)


def group_of(quota: OfferingQuota) -> Group:
    """For whom the places are kept."""
    return Group(quota.unit_id, quota.status_group_id)


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
