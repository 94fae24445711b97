"""One training with all that belongs to it, for whoever may know of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import aliased, joinedload

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.permissions import Mandate, mandate
from trainingtracker.accounts.scopes import one_of_administered
from trainingtracker.extensions import db
from trainingtracker.external import certificates, decisions, documents, states
from trainingtracker.models import (
    Assignment,
    Competence,
    ExternalDocument,
    ExternalEvent,
    ExternalTraining,
    Holding,
    Level,
    Person,
)
from trainingtracker.organisation.leadership import LeadershipMap
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import DocumentKind, Evidence, ExternalAction


@dataclass(frozen=True)
class Step:
    """One event with the names of those who acted."""

    at: datetime
    action: ExternalAction
    actor: str
    in_place_of: str | None
    reason: str


@dataclass(frozen=True)
class Recorded:
    """The holding that HR has recorded for the training."""

    competence: Bilingual
    level: Bilingual
    evidence: Evidence
    since: date
    last_day: date | None


@dataclass(frozen=True)
class Access:
    """What a reader may do with a training that they may know of."""

    own: bool
    acts_for: bool
    is_hr: bool
    decides: bool
    ground: Mandate | None
    can_send: bool
    can_withdraw: bool
    can_check: bool
    can_correct: bool


@dataclass(frozen=True)
class Page:
    training: ExternalTraining
    steps: list[Step]
    documents: list[ExternalDocument]
    recorded: list[Recorded]
    access: Access


def led_people(actor: Actor, leadership: LeadershipMap) -> ColumnElement[bool]:
    """Trainings of people below the units that the actor leads; `mandate` knows of whom exactly."""
    if not actor.led_units:
        return false()
    below = {unit_id for led in actor.led_units for unit_id in leadership.tree.subtree_ids(led)}
    return ExternalTraining.person_id.in_(
        select(Assignment.person_id).where(
            Assignment.unit_id.in_(below), Assignment.valid(clock.today())
        )
    )


def find(
    training_id: int, actor: Actor, leadership: LeadershipMap
) -> tuple[ExternalTraining, bool] | None:
    """The training and whether the actor acts for the person; None where they may not know of it.

    The person reads it, HR and the unit's coordinator, and whoever decides about the person today.
    """
    administered = one_of_administered(actor, clock.today())
    row = db.session.execute(
        select(ExternalTraining, or_(Person.id == actor.person_id, administered).label("acts_for"))
        .join(Person, Person.id == ExternalTraining.person_id)
        .where(
            ExternalTraining.id == training_id,
            or_(Person.id == actor.person_id, administered, led_people(actor, leadership)),
        )
        .options(joinedload(ExternalTraining.person))
    ).one_or_none()
    if row is None:
        return None
    training, acts_for = row
    if not acts_for and _mandate(training, actor, leadership) is None:
        return None
    return training, bool(acts_for)


def _mandate(training: ExternalTraining, actor: Actor, leadership: LeadershipMap) -> Mandate | None:
    """On what ground the actor decides about the person's requests, this one included."""
    escalated = training.escalated_at is not None
    return mandate(actor, training.person_id, leadership, escalated=escalated)


def page(training_id: int, actor: Actor, leadership: LeadershipMap) -> Page | None:
    """Everything that the page of a training shows to this reader."""
    found = find(training_id, actor, leadership)
    if found is None:
        return None
    training, acts_for = found
    own = training.person_id == actor.person_id
    checks = actor.is_hr and not own
    return Page(
        training,
        _steps(training_id),
        [d for d in documents.of_training(training_id) if _readable(d, training, actor)],
        _recorded(training_id),
        Access(
            own=own,
            acts_for=acts_for,
            is_hr=actor.is_hr,
            decides=_mandate(training, actor, leadership) is not None,
            ground=decisions.ground(training, actor, leadership),
            can_send=acts_for and certificates.can_send(training),
            can_withdraw=acts_for and states.possible(training, ExternalAction.WITHDRAW),
            can_check=checks and states.possible(training, ExternalAction.CONFIRM),
            can_correct=checks and states.possible(training, ExternalAction.CORRECT),
        ),
    )


def document(
    training_id: int, document_id: int, actor: Actor, leadership: LeadershipMap
) -> tuple[ExternalTraining, ExternalDocument] | None:
    """A document of a training, for whoever may read it."""
    found = find(training_id, actor, leadership)
    wanted = db.session.scalar(
        select(ExternalDocument).where(
            ExternalDocument.id == document_id, ExternalDocument.training_id == training_id
        )
    )
    if found is None or wanted is None or not _readable(wanted, found[0], actor):
        return None
    return found[0], wanted


def _readable(one: ExternalDocument, training: ExternalTraining, actor: Actor) -> bool:
    """An attachment is read by all who know of the request, as it is decided by it.

    A certificate is the person's and HR's, and of whoever has sent it for them.
    """
    if one.kind is DocumentKind.ATTACHMENT or actor.is_hr:
        return True
    return actor.person_id in (training.person_id, one.uploaded_by_id)


def _steps(training_id: int) -> list[Step]:
    actor, represented = aliased(Person), aliased(Person)
    rows = db.session.execute(
        select(ExternalEvent, actor, represented)
        .join(actor, actor.id == ExternalEvent.actor_id)
        .outerjoin(represented, represented.id == ExternalEvent.in_place_of_id)
        .where(ExternalEvent.training_id == training_id)
        .order_by(ExternalEvent.id)
    )
    return [
        Step(
            event.at,
            event.action,
            by.full_name,
            instead_of.full_name if event.in_place_of_id else None,
            event.reason,
        )
        for event, by, instead_of in rows
    ]


def _recorded(training_id: int) -> list[Recorded]:
    rows = db.session.execute(
        select(Holding, Competence, Level)
        .join(Competence, Competence.id == Holding.competence_id)
        .join(Level, Level.id == Holding.level_id)
        .where(Holding.external_id == training_id, Holding.known())
        .order_by(Holding.id)
    )
    return [
        Recorded(
            competence.name,
            level.name,
            holding.evidence,
            holding.since,
            holding.until - timedelta(days=1) if holding.until else None,
        )
        for holding, competence, level in rows
    ]
