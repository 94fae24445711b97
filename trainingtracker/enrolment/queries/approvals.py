"""The requests that wait for somebody's decision, with all that is needed to decide."""

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.permissions import Mandate, mandate_among
from trainingtracker.catalogue import availability
from trainingtracker.catalogue.availability import Availability
from trainingtracker.enrolment.queries.reserved_places import Reservations, reservations
from trainingtracker.enrolment.queries.ways import places_kept
from trainingtracker.extensions import db
from trainingtracker.models import Assignment, Course, Enrolment, Meeting, Offering, Person
from trainingtracker.organisation.leadership import LeadershipMap, unit_of, units_of
from trainingtracker.organisation.tree import UnitNode
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import ApprovalStage, Status

# Made once: every new alias looks at all its columns again.
_OWN, _OTHER = aliased(Meeting), aliased(Meeting)
_ASKED, _CONFIRMED = aliased(Enrolment), aliased(Enrolment)


class Overlap(NamedTuple):
    """A meeting at which the person has a place, at the time of the course asked for."""

    course: Bilingual
    starts_at: datetime
    ends_at: datetime


class WaitingRequest(NamedTuple):
    """One request; offering, course and meetings are loaded.

    `reserved` tells which places of the offering are kept for some, where any are. A substitute
    takes the place of whom they are named `instead_of`.
    """

    enrolment: Enrolment
    person: Person
    unit: UnitNode | None
    places: Availability
    overlaps: list[Overlap]
    reserved: Reservations | None
    in_place_of_id: int | None
    instead_of: str | None = None

    @property
    def would_wait(self) -> bool:
        """Whether no place is open to the person now."""
        if self.instead_of:
            return False
        if self.reserved:
            return not self.reserved.opening.open_to(self.person.id)
        return self.places.fully_booked


class _Waiting(NamedTuple):
    enrolment_id: int
    unit_id: int | None
    in_place_of_id: int | None


def number_waiting(actor: Actor, leadership: LeadershipMap) -> int:
    """How many requests wait for the actor's decision."""
    return len(_waiting(actor, leadership))


def ids_waiting(actor: Actor, leadership: LeadershipMap) -> list[int]:
    """The requests that wait for the actor's decision, the oldest first."""
    return [row.enrolment_id for row in _waiting(actor, leadership)]


def waiting_for(
    actor: Actor, leadership: LeadershipMap, *, limit: int = 50, offset: int = 0
) -> tuple[list[WaitingRequest], int]:
    """One page of the requests that wait for the actor, the oldest first, and how many there are.

    A manager's and a deputy's are those of the people they decide for, and those escalated to
    them; HR's are those that no leader decides, and those that have come to HR's stage.
    """
    waiting = _waiting(actor, leadership)
    return _rows(waiting[offset : offset + limit], leadership), len(waiting)


def one_request(enrolment_id: int, leadership: LeadershipMap) -> WaitingRequest | None:
    """A request with what is needed to decide, whoever decides; None where there is none."""
    enrolment = db.session.get(Enrolment, enrolment_id)
    if enrolment is None:
        return None
    unit_id = unit_of(enrolment.person_id, clock.today())
    return _rows([_Waiting(enrolment_id, unit_id, None)], leadership)[0]


def _rows(shown: list[_Waiting], leadership: LeadershipMap) -> list[WaitingRequest]:
    ids = [row.enrolment_id for row in shown]
    found = {enrolment.id: enrolment for enrolment in db.session.scalars(_requests(ids))}
    places = availability.of_offerings({e.offering_id for e in found.values()})
    overlaps = overlaps_of(ids)
    reserved = reservations(
        [e.offering for e in found.values()], [e.person_id for e in found.values()]
    )
    instead = places_kept(ids)
    return [
        WaitingRequest(
            found[row.enrolment_id],
            found[row.enrolment_id].person,
            leadership.tree.get(row.unit_id),
            places[found[row.enrolment_id].offering_id],
            overlaps.get(row.enrolment_id, []),
            reserved.get(found[row.enrolment_id].offering_id),
            row.in_place_of_id,
            instead.get(row.enrolment_id),
        )
        for row in shown
    ]


def _requests(ids: list[int]) -> Select[Enrolment]:
    return (
        select(Enrolment)
        .where(Enrolment.id.in_(ids))
        .options(
            joinedload(Enrolment.person),
            joinedload(Enrolment.offering).options(
                joinedload(Offering.course), selectinload(Offering.meetings)
            ),
        )
    )


def overlaps_of(enrolment_ids: list[int]) -> dict[int, list[Overlap]]:
    """Enrolment id -> confirmed meetings of the same person at the same time, in one query."""
    own, other, asked, confirmed = _OWN, _OTHER, _ASKED, _CONFIRMED
    rows = db.session.execute(
        select(asked.id, Course.title, other.starts_at, other.ends_at)
        .distinct()
        .join(own, own.offering_id == asked.offering_id)
        .join(
            confirmed,
            (confirmed.person_id == asked.person_id)
            & (confirmed.offering_id != asked.offering_id)
            & (confirmed.status == Status.CONFIRMED),
        )
        .join(
            other,
            (other.offering_id == confirmed.offering_id)
            & (other.starts_at < own.ends_at)
            & (other.ends_at > own.starts_at),
        )
        .join(Offering, Offering.id == confirmed.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .where(asked.id.in_(enrolment_ids))
        .order_by(other.starts_at)
    )
    found: dict[int, list[Overlap]] = defaultdict(list)
    for row in rows:
        found[row.id].append(Overlap(row.title, row.starts_at, row.ends_at))
    return found


def _waiting(actor: Actor, leadership: LeadershipMap) -> list[_Waiting]:
    query = (
        select(Enrolment.id, Enrolment.person_id, Enrolment.awaiting, Enrolment.escalated_at)
        .where(
            Enrolment.status == Status.REQUESTED,
            Enrolment.awaiting.is_not(None),
            Enrolment.person_id != actor.person_id,
        )
        .order_by(Enrolment.requested_at, Enrolment.id)
    )
    if not actor.is_hr:
        below = {unit_id for led in actor.led_units for unit_id in leadership.tree.subtree_ids(led)}
        members = select(Assignment.person_id).where(
            Assignment.unit_id.in_(below), Assignment.valid(clock.today())
        )
        query = query.where(
            Enrolment.person_id.in_(members), Enrolment.awaiting == ApprovalStage.MANAGER
        )
    requests = db.session.execute(query).all()
    units = units_of({row.person_id for row in requests}, clock.today())
    waiting = []
    for enrolment_id, person_id, stage, escalated_at in requests:
        unit_id = units.get(person_id)
        if stage is ApprovalStage.HR:
            waiting.append(_Waiting(enrolment_id, unit_id, None))
            continue
        escalated = escalated_at is not None
        deciders = leadership.deciders(person_id, unit_id, escalated=escalated)
        awaited = actor.person_id in deciders.all + deciders.away
        if awaited or (actor.is_hr and not deciders.all):
            mandate = mandate_among(actor, deciders) or Mandate()
            waiting.append(_Waiting(enrolment_id, unit_id, mandate.in_place_of_id))
    return waiting
