"""Who may do what to whom. Views and operations ask here; nobody compares roles elsewhere."""

from dataclasses import dataclass

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.scopes import one_of_administered
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, OfferingTrainer, Person
from trainingtracker.organisation.leadership import Leaders, LeadershipMap, unit_of
from trainingtracker.vocabulary import ApprovalStage


@dataclass(frozen=True)
class Mandate:
    """The ground on which somebody decides: for themselves, or in place of another person."""

    in_place_of_id: int | None = None


def mandate(
    actor: Actor, person_id: int, leadership: LeadershipMap, *, escalated: bool = False
) -> Mandate | None:
    """On what ground the actor decides about a person's requests; None: not at all.

    The manager of the person's unit or of the nearest led unit above decides, a deputy in the
    manager's place, whoever leads the next unit above in the place of a manager on leave or where
    the request is `escalated`, HR in the manager's place or where no unit above is led. Nobody
    decides about themselves.
    """
    if actor.person_id == person_id:
        return None
    unit_id = unit_of(person_id, clock.today())
    return mandate_among(actor, leadership.deciders(person_id, unit_id, escalated=escalated))


def mandate_among(actor: Actor, deciders: Leaders) -> Mandate | None:
    """On what ground the actor decides where these are the deciders; without a query."""
    if actor.person_id in deciders.away:
        return Mandate()
    if actor.person_id in deciders.managers:
        return Mandate(in_place_of_id=deciders.instead_of)
    if actor.person_id in deciders.all or actor.is_hr:
        return Mandate(in_place_of_id=deciders.manager)
    return None


def ground(actor: Actor, enrolment: Enrolment, leadership: LeadershipMap) -> Mandate | None:
    """On what ground the actor decides the request at its present stage; None: not at all."""
    if enrolment.awaiting is ApprovalStage.HR:
        return Mandate() if actor.is_hr and actor.person_id != enrolment.person_id else None
    escalated = enrolment.escalated_at is not None
    return mandate(actor, enrolment.person_id, leadership, escalated=escalated)


def can_approve(actor: Actor, enrolment: Enrolment, leadership: LeadershipMap) -> bool:
    """Whether the actor may decide the request."""
    return ground(actor, enrolment, leadership) is not None


def can_act_for(actor: Actor, person_id: int) -> bool:
    """Whether the actor may enrol and withdraw the person: oneself, HR, the unit's coordinator."""
    if actor.person_id == person_id:
        return True
    administered = one_of_administered(actor, clock.today())
    found = select(Person.id).where(Person.id == person_id, administered)
    return db.session.scalar(found) is not None


def can_run_offering(actor: Actor, offering_id: int) -> bool:
    """Whether the actor sees the roster and records attendance: HR, or one of its trainers."""
    if actor.is_hr:
        return True
    return (
        db.session.scalar(
            select(OfferingTrainer.id).where(
                OfferingTrainer.offering_id == offering_id,
                OfferingTrainer.person_id == actor.person_id,
            )
        )
        is not None
    )
