"""The criteria of a round: in what order places are given. Published, and fixed by a request."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import exists, select
from sqlalchemy.orm import selectinload

from trainingtracker.accounts.actor import Actor
from trainingtracker.enrolment.locking import lock_offering
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import (
    AllocationRound,
    Enrolment,
    Offering,
    RoundPriority,
    StatusGroup,
)
from trainingtracker.organisation.tree import UnitTree
from trainingtracker.organisation.versions import take_version
from trainingtracker.text import Localised, mark
from trainingtracker.vocabulary import Allocation, NotYetTrained


@dataclass(frozen=True)
class Group:
    """People who come before others: of a unit with those below it, or of a status group."""

    unit_id: int | None = None
    status_group_id: int | None = None


@dataclass(frozen=True)
class Criteria:
    """In this order: groups, not yet trained, the divisions' shares, and last the time."""

    groups: tuple[Group, ...] = ()
    not_yet_trained: NotYetTrained = NotYetTrained.COURSE
    unit_shares: bool = True
    version: int = 1


@dataclass(frozen=True)
class PublishedCriteria:
    """The criteria as everybody reads them: the groups by name."""

    groups: tuple[Localised, ...]
    not_yet_trained: NotYetTrained
    unit_shares: bool


def round_of(offering_id: int) -> AllocationRound | None:
    """The round on record; None while nobody has changed the usual criteria nor proposed."""
    return db.session.scalar(
        select(AllocationRound)
        .where(AllocationRound.offering_id == offering_id)
        .options(selectinload(AllocationRound.priorities))
    )


def round_to_write(offering_id: int) -> AllocationRound:
    """The round on record, begun now where there is none; the offering must be locked."""
    found = round_of(offering_id)
    if found is None:
        found = AllocationRound(offering_id=offering_id)
        db.session.add(found)
        db.session.flush()
    return found


def criteria_of(found: AllocationRound | None) -> Criteria:
    """The criteria of a round, the usual ones where nothing is on record."""
    if found is None:
        return Criteria()
    return Criteria(
        tuple(Group(each.unit_id, each.status_group_id) for each in found.priorities),
        found.not_yet_trained,
        found.unit_shares,
        found.version,
    )


def published(offering_ids: Iterable[int], tree: UnitTree) -> dict[int, PublishedCriteria]:
    """Offering id -> what everybody reads about it, for those of a round; three queries at most."""
    wanted = list(offering_ids)
    if not wanted:
        return {}
    rounds = {
        each.offering_id: each
        for each in db.session.scalars(
            select(AllocationRound)
            .where(AllocationRound.offering_id.in_(wanted))
            .options(selectinload(AllocationRound.priorities))
        )
    }
    criteria = {offering_id: criteria_of(rounds.get(offering_id)) for offering_id in wanted}
    names = group_names({g for each in criteria.values() for g in each.groups}, tree)
    return {
        offering_id: PublishedCriteria(
            tuple(names[group] for group in each.groups if group in names),
            each.not_yet_trained,
            each.unit_shares,
        )
        for offering_id, each in criteria.items()
    }


def group_names(groups: Iterable[Group], tree: UnitTree) -> dict[Group, Localised]:
    """Each group with its name, in one query at most; units that are gone are left out."""
    found: dict[Group, Localised] = {}
    status_groups = {g.status_group_id for g in groups if g.status_group_id is not None}
    if status_groups:
        for group in db.session.scalars(
            select(StatusGroup).where(StatusGroup.id.in_(status_groups))
        ):
            found[Group(status_group_id=group.id)] = group.name
    for each in groups:
        node = tree.get(each.unit_id)
        if node is not None:
            found[each] = node
    return found


def fixed(offering_id: int) -> bool:
    """Whether somebody has asked already, so that the criteria stay as they were published."""
    asked = exists().where(Enrolment.offering_id == offering_id)
    return bool(db.session.scalar(select(asked)))


def change_criteria(offering_id: int, criteria: Criteria, actor: Actor) -> AllocationRound:
    """Set the criteria, as long as nobody has asked; `criteria.version` is what was seen."""
    check_hr(actor)
    check_in_round(lock_offering(offering_id))
    if fixed(offering_id):
        raise RuleViolation(
            mark(
                "Somebody has asked for a place already: the criteria stay as they were published."
            )
        )
    found = round_to_write(offering_id)
    if criteria_of(found) == criteria:
        return found
    take_version(found, criteria.version)
    found.not_yet_trained, found.unit_shares = criteria.not_yet_trained, criteria.unit_shares
    found.priorities = [
        RoundPriority(
            position=position, unit_id=group.unit_id, status_group_id=group.status_group_id
        )
        for position, group in enumerate(dict.fromkeys(criteria.groups), start=1)
    ]
    db.session.flush()
    return found


def copy_criteria(offering_id: int, copy_id: int, actor: Actor) -> None:
    """The copy of an offering takes its criteria over."""
    stored = round_of(offering_id)
    if stored is not None:
        change_criteria(copy_id, replace(criteria_of(stored), version=1), actor)


def check_hr(actor: Actor) -> None:
    if not actor.is_hr:
        raise NotAllowed(mark("Rounds are HR's to run."))


def check_in_round(offering: Offering) -> None:
    """The offering collects requests and has not been answered."""
    if offering.allocation is not Allocation.ROUND:
        raise RuleViolation(mark("The places of this offering are not given out in a round."))
    if offering.round_released_at is not None:
        raise RuleViolation(
            mark("The answers of this round were released on %(moment)s; nothing changes them."),
            moment=offering.round_released_at,
        )
