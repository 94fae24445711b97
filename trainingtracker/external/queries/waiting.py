"""Which requests and certificates wait for whom."""

from datetime import date, datetime, time
from typing import NamedTuple

from sqlalchemy import Select, func, select

from trainingtracker import clock, settings
from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.permissions import Mandate, mandate_among
from trainingtracker.accounts.scopes import one_of_administered
from trainingtracker.extensions import db
from trainingtracker.external.queries.reading import led_people
from trainingtracker.lines import Lines, Shown, Window
from trainingtracker.models import ExternalDocument, ExternalTraining, Person
from trainingtracker.organisation.leadership import LeadershipMap, units_of
from trainingtracker.organisation.tree import UnitNode
from trainingtracker.vocabulary import DocumentKind, ExternalStatus
from trainingtracker.working_days import WorkingDays

# A request that nobody has decided for so many working days hangs.
HANGING_DAYS = 5


class ToDecide(NamedTuple):
    """A request that waits for the reader's decision; `in_place_of` by name."""

    training: ExternalTraining
    person: Person
    unit: UnitNode | None
    attachments: list[ExternalDocument]
    in_place_of: str | None


class DeskLine(NamedTuple):
    """One line of the desk; `decider` is who should have decided."""

    training_id: int
    listed_name: str
    title: str
    since: datetime
    starts_on: date
    decider: str | None = None


class DeskLines(NamedTuple):
    """What the desk has of trainings outside the catalogue."""

    to_decide: Lines[DeskLine]
    to_check: Lines[DeskLine]
    hanging: Lines[DeskLine]

    @property
    def empty(self) -> bool:
        return not any(self)


def number_to_decide(actor: Actor, leadership: LeadershipMap) -> int:
    """How many requests wait for the actor as manager or deputy."""
    return len(_waiting(actor, leadership)) if actor.is_manager else 0


def to_decide(actor: Actor, leadership: LeadershipMap) -> list[ToDecide]:
    """Requests that the actor decides as manager or deputy, the oldest first; HR has its desk."""
    waiting = _waiting(actor, leadership) if actor.is_manager else []
    if not waiting:
        return []
    found = {
        training.id: (training, person)
        for training, person in db.session.execute(
            select(ExternalTraining, Person)
            .join(Person, Person.id == ExternalTraining.person_id)
            .where(ExternalTraining.id.in_([row[0] for row in waiting]))
        )
    }
    attached: dict[int | None, list[ExternalDocument]] = {}
    for document in db.session.scalars(
        select(ExternalDocument)
        .where(
            ExternalDocument.training_id.in_(found),
            ExternalDocument.kind == DocumentKind.ATTACHMENT,
        )
        .order_by(ExternalDocument.id)
    ):
        attached.setdefault(document.training_id, []).append(document)
    names = _names({row[2] for row in waiting})
    return [
        ToDecide(
            *found[training_id],
            leadership.tree.get(unit_id),
            attached.get(training_id, []),
            names.get(in_place_of_id),
        )
        for training_id, unit_id, in_place_of_id in waiting
    ]


def desk_lines(actor: Actor, leadership: LeadershipMap, shown: Shown) -> DeskLines:
    """What needs HR; a coordinator sees what hangs in their units.

    A constant number of queries.
    """

    def hrs(kind: str, status: ExternalStatus) -> Lines[DeskLine]:
        return shown.lines(kind, lambda window: _lines(_of(status, actor), *window))

    return DeskLines(
        hrs("external_to_decide", ExternalStatus.ENDORSED) if actor.is_hr else Lines(),
        hrs("external_to_check", ExternalStatus.SENT) if actor.is_hr else Lines(),
        shown.lines("external_hanging", lambda window: _hanging(actor, leadership, window)),
    )


def _of(status: ExternalStatus, actor: Actor) -> Select[ExternalTraining, Person]:
    """Trainings of a status, the longest waiting first; not the actor's own."""
    return (
        select(ExternalTraining, Person)
        .join(Person, Person.id == ExternalTraining.person_id)
        .where(
            ExternalTraining.status == status,
            ExternalTraining.person_id != actor.person_id,
            one_of_administered(actor, clock.today()),
        )
        .order_by(ExternalTraining.status_since, ExternalTraining.id)
    )


def _lines(query: Select[ExternalTraining, Person], limit: int, offset: int) -> Lines[DeskLine]:
    counted = query.add_columns(func.count().over()).limit(limit).offset(offset)
    found = db.session.execute(counted).all()
    return Lines((_line(row[0], row[1]) for row in found), found[0][-1] if found else 0)


def _line(training: ExternalTraining, person: Person, decider: str | None = None) -> DeskLine:
    return DeskLine(
        training.id,
        person.listed_name,
        training.title,
        training.status_since,
        training.starts_on,
        decider,
    )


def _hanging(actor: Actor, leadership: LeadershipMap, window: Window) -> Lines[DeskLine]:
    """Requests that a manager leaves lying, or that no manager can decide any more."""
    today = clock.today()
    lying = clock.at(WorkingDays(settings.get("federal_state")).before(today, HANGING_DAYS), time())
    found = db.session.execute(_of(ExternalStatus.REQUESTED, actor)).all()
    units = units_of({row[1].id for row in found}, today)
    deciders = {
        row[1].id: leadership.deciders(row[1].id, units.get(row[1].id)).all for row in found
    }
    hanging = window.of(
        [row for row in found if row[0].status_since < lying or not deciders[row[1].id]]
    )
    names = _names({ids[0] for row in hanging if (ids := deciders[row[1].id])})
    return Lines(
        (
            _line(*row, names.get(ids[0]) if (ids := deciders[row[1].id]) else None)
            for row in hanging
        ),
        hanging.total,
    )


def _waiting(actor: Actor, leadership: LeadershipMap) -> list[tuple[int, int | None, int | None]]:
    """(training, unit, in whose place) of what the actor decides as manager or deputy."""
    requests = db.session.execute(
        select(ExternalTraining.id, ExternalTraining.person_id, ExternalTraining.escalated_at)
        .where(
            ExternalTraining.status == ExternalStatus.REQUESTED,
            ExternalTraining.person_id != actor.person_id,
            led_people(actor, leadership),
        )
        .order_by(ExternalTraining.requested_at, ExternalTraining.id)
    ).all()
    units = units_of({row.person_id for row in requests}, clock.today())
    waiting: list[tuple[int, int | None, int | None]] = []
    for training_id, person_id, escalated_at in requests:
        unit_id = units.get(person_id)
        escalated = escalated_at is not None
        deciders = leadership.deciders(person_id, unit_id, escalated=escalated)
        if actor.person_id in deciders.all + deciders.away:
            mandate = mandate_among(actor, deciders) or Mandate()
            waiting.append((training_id, unit_id, mandate.in_place_of_id))
    return waiting


def _names(person_ids: set[int | None] | set[int]) -> dict[int | None, str]:
    """Person id -> name, in one query."""
    wanted = {person_id for person_id in person_ids if person_id is not None}
    if not wanted:
        return {}
    people = db.session.scalars(select(Person).where(Person.id.in_(wanted)))
    return {person.id: person.full_name for person in people}
