"""Managers and their deputies nominate people of their team: asked for and approved in one step.

The person is told and can withdraw. Where HR or a round decides as well, that is still to come.
"""

from collections.abc import Iterable

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.enrolment import operations
from trainingtracker.enrolment.approval.interest import Interest, checked
from trainingtracker.enrolment.foresight import trial
from trainingtracker.enrolment.locking import lock_offering
from trainingtracker.enrolment.outcomes import Outcome, Preview, attempt, with_positions
from trainingtracker.enrolment.states import GIVEN_UP
from trainingtracker.errors import NotAllowed
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering, Person
from trainingtracker.notify import approval_messages
from trainingtracker.organisation.leadership import LeadershipMap, unit_of, units_of
from trainingtracker.text import mark
from trainingtracker.vocabulary import ApprovalStage, Status


def nominate(
    offering_id: int,
    person_id: int,
    actor: Actor,
    leadership: LeadershipMap,
    interest: Interest | None = None,
) -> Enrolment:
    """Ask for a place for somebody of the team, with the approval of whoever nominates them."""
    unit_id = unit_of(person_id, clock.today())
    if not _decides(actor, person_id, unit_id, leadership):
        raise NotAllowed(mark("You nominate those people on whose requests you decide."))
    enrolment = operations.request_place(offering_id, person_id, actor, nominated=True)
    approval_messages.nominated(enrolment, db.session.get_one(Person, actor.person_id))
    if enrolment.awaiting is ApprovalStage.MANAGER:
        enrolment = operations.approve(enrolment.id, actor, interest)
    return enrolment


def nominate_all(
    offering_id: int,
    person_ids: Iterable[int],
    actor: Actor,
    leadership: LeadershipMap,
    interest: Interest | None = None,
) -> list[Outcome]:
    """Nominate each who can be, in the order of their names; of the others, why not."""
    offering = lock_offering(offering_id, set(person_ids))
    if offering.course.needs_approval:
        checked(offering.course, interest)
    persons = db.session.scalars(
        select(Person).where(Person.id.in_(set(person_ids))).order_by(Person.sort_key, Person.id)
    ).all()
    outcomes = [_one(offering, person, actor, leadership, interest) for person in persons]
    return with_positions(outcomes, [offering_id])


def preview(
    offering_id: int,
    person_ids: Iterable[int],
    actor: Actor,
    leadership: LeadershipMap,
    interest: Interest | None,
) -> Preview:
    """What `nominate_all` would come to now; changes nothing."""
    with trial() as found:
        outcomes = nominate_all(offering_id, person_ids, actor, leadership, interest)
    return Preview(outcomes, found.told)


def may_nominate(
    person_ids: Iterable[int], actor: Actor, leadership: LeadershipMap
) -> frozenset[int]:
    """Those on whose requests the actor decides today as a manager or deputy; one query."""
    ids = set(person_ids)
    units = units_of(ids, clock.today())
    return frozenset(p for p in ids if _decides(actor, p, units.get(p), leadership))


def standing(offering_id: int, person_ids: Iterable[int]) -> dict[int, Status]:
    """Person id -> where they stand in the offering already, in one query."""
    rows = db.session.execute(
        select(Enrolment.person_id, Enrolment.status).where(
            Enrolment.offering_id == offering_id,
            Enrolment.person_id.in_(list(person_ids)),
            Enrolment.status.not_in(GIVEN_UP),
        )
    )
    return {row.person_id: row.status for row in rows}


def _decides(actor: Actor, person_id: int, unit_id: int | None, leadership: LeadershipMap) -> bool:
    if actor.person_id == person_id:
        return False
    deciders = leadership.deciders(person_id, unit_id)
    return actor.person_id in deciders.all + deciders.away


def _one(
    offering: Offering,
    person: Person,
    actor: Actor,
    leadership: LeadershipMap,
    interest: Interest | None,
) -> Outcome:
    return attempt(
        lambda: nominate(offering.id, person.id, actor, leadership, interest),
        Outcome(0, person.full_name, offering.course.title, Status.DECLINED),
    )
