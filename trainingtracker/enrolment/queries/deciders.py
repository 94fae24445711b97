"""By name, who decides about somebody's requests, and who may read how they were decided."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.permissions import can_act_for, can_approve, mandate
from trainingtracker.enrolment.approval import decisions
from trainingtracker.extensions import db
from trainingtracker.models import Approval, Enrolment, Person
from trainingtracker.organisation.leadership import LeadershipMap, unit_of


def decider_names(
    person_id: int, unit_id: int | None, leadership: LeadershipMap
) -> tuple[str, ...]:
    """The managers' names, the deputies' behind them; empty where HR decides."""
    ids = leadership.deciders(person_id, unit_id).all
    names = names_of(ids)
    return tuple(names[leader] for leader in ids if leader in names)


def awaited_names(enrolment: Enrolment, leadership: LeadershipMap) -> tuple[str, ...]:
    """Whose decision the request waits for; empty where it is HR's."""
    ids = decisions.awaited(enrolment, leadership).all
    names = names_of(ids)
    return tuple(names[leader] for leader in ids if leader in names)


def names_by_request(
    person_id: int, escalated: Mapping[int, bool], leadership: LeadershipMap
) -> dict[int, tuple[str, ...]]:
    """For requests of one person at the manager's stage, who decides each; two queries."""
    unit_id = unit_of(person_id, clock.today())
    ids = {
        enrolment_id: leadership.deciders(person_id, unit_id, escalated=higher).all
        for enrolment_id, higher in escalated.items()
    }
    names = names_of(each for one in ids.values() for each in one)
    return {
        enrolment_id: tuple(names[each] for each in one if each in names)
        for enrolment_id, one in ids.items()
    }


def may_read(enrolment: Enrolment, actor: Actor, leadership: LeadershipMap) -> bool:
    """Whether somebody may read how the request stands and who decided what.

    The deciders of today, whoever has decided or in whose place somebody did, and those who do
    HR's work for the person. The person has a page of their own.
    """
    if actor.person_id == enrolment.person_id:
        return False
    if can_approve(actor, enrolment, leadership) or mandate(
        actor, enrolment.person_id, leadership, escalated=enrolment.escalated_at is not None
    ):
        return True
    decided = select(Approval.id).where(
        Approval.enrolment_id == enrolment.id,
        (Approval.decided_by_id == actor.person_id) | (Approval.in_place_of_id == actor.person_id),
    )
    if db.session.scalar(decided.limit(1)) is not None:
        return True
    return can_act_for(actor, enrolment.person_id)


def names_of(person_ids: Iterable[int | None]) -> Mapping[int, str]:
    """Person id -> name, in one query."""
    wanted = {person_id for person_id in person_ids if person_id is not None}
    if not wanted:
        return {}
    rows = db.session.execute(
        select(Person.id, Person.first_name, Person.last_name).where(Person.id.in_(wanted))
    )
    return {row.id: f"{row.first_name} {row.last_name}".strip() for row in rows}
