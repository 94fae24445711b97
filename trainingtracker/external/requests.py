"""Asking for a training outside the catalogue, and taking the request back."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.permissions import can_act_for
from trainingtracker.collation import fold
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.external import documents, states
from trainingtracker.external.documents import Sent
from trainingtracker.external.refusals import Wrong
from trainingtracker.models import ExternalEvent, ExternalTraining, Person
from trainingtracker.notify import external_messages as messages
from trainingtracker.organisation.leadership import LeadershipMap, unit_of
from trainingtracker.text import mark
from trainingtracker.vocabulary import DocumentKind, ExternalAction, ExternalStatus

# In cents; more than that is a typing error.
MOST = 5_000_000


@dataclass(frozen=True)
class Facts:
    """What is asked for: `cost` in cents, both days inclusive."""

    title: str
    provider: str
    starts_on: date
    ends_on: date
    cost: int
    purpose: str


def request_training(
    person_id: int,
    facts: Facts,
    actor: Actor,
    *,
    submission: str,
    attachment: Sent | None = None,
) -> ExternalTraining:
    """Ask for it: the manager decides, then HR; HR alone where nobody leads above.

    People ask for themselves, HR and the unit's coordinator for others. The same form sent twice
    is one request. A file that came with an earlier attempt of the form is attached, unless
    another one came with this one.
    """
    if not can_act_for(actor, person_id):
        raise NotAllowed(mark("You can ask for a training for yourself only."))
    # Locks the person: a second click finds what the first has written.
    person = db.session.get(Person, person_id, populate_existing=True, with_for_update=True)
    if person is None:
        raise RuleViolation(mark("This person does not exist any more."))
    if sent_before := _sent_with(person_id, submission):
        return sent_before
    _check(person, facts, actor)
    today = clock.today()
    deciders = (
        LeadershipMap.above(person_id, today).deciders(person_id, unit_of(person_id, today)).all
    )
    training = ExternalTraining(
        person_id=person_id,
        status=ExternalStatus.REQUESTED if deciders else ExternalStatus.ENDORSED,
        submission=submission,
        **vars(facts),
    )
    states.begin(training, actor)
    _attach(training, attachment, actor, submission)
    messages.requested(training, manager_decides=bool(deciders))
    for decider_id in deciders:
        messages.approval_needed(training, db.session.get_one(Person, decider_id))
    return training


def withdraw(training_id: int, actor: Actor) -> ExternalTraining:
    """Take the request back, until the certificate is with HR; its files are deleted.

    Whoever has approved it is told.
    """
    training = states.locked(training_id)
    if not can_act_for(actor, training.person_id):
        raise NotAllowed(mark("You can take back your own requests only."))
    approved_by = set(
        db.session.scalars(
            select(ExternalEvent.actor_id).where(
                ExternalEvent.training_id == training_id,
                ExternalEvent.action.in_((ExternalAction.ENDORSE, ExternalAction.APPROVE)),
            )
        )
    )
    states.move(training, ExternalAction.WITHDRAW, actor)
    for document in documents.of_training(training_id):
        documents.remove(document)
    by_other = actor.person_id != training.person_id
    messages.withdrawn(training, by=_person(actor.person_id) if by_other else None)
    for decider_id in sorted(approved_by - {actor.person_id, training.person_id}):
        messages.approval_not_needed(training, _person(decider_id))
    return training


def _check(person: Person, facts: Facts, actor: Actor) -> None:
    """The rules that a form cannot know."""
    today = clock.today()
    if facts.ends_on < facts.starts_on:
        raise Wrong("ends_on", mark("The last day cannot be before the first day."))
    if facts.starts_on < today and (person.id == actor.person_id or not actor.is_hr):
        raise Wrong(
            "starts_on",
            mark("Please ask before the training begins. If it has begun already, talk to HR."),
        )
    if not person.employed_on(max(facts.starts_on, today)):
        raise Wrong("starts_on", mark("Nobody is employed here any more on the first day."))
    if not 0 <= facts.cost <= MOST:
        raise Wrong("cost", mark("Please give an amount up to %(most)s euros."), most=MOST // 100)
    that_day = db.session.scalars(
        select(ExternalTraining.title).where(
            ExternalTraining.person_id == person.id,
            ExternalTraining.starts_on == facts.starts_on,
            ExternalTraining.status.not_in(states.GIVEN_UP),
        )
    )
    if fold(facts.title) in map(fold, that_day):
        raise Wrong(
            "title",
            mark(
                "This training on this day has been asked for already."
                " “My training” shows how the request stands."
            ),
        )


def _attach(
    training: ExternalTraining, attachment: Sent | None, actor: Actor, submission: str
) -> None:
    waiting = documents.waiting(actor.person_id, submission)
    if attachment is not None:
        documents.store(
            attachment, DocumentKind.ATTACHMENT, actor.person_id, training_id=training.id
        )
        if waiting:
            documents.remove(waiting)
    elif waiting:
        waiting.training_id, waiting.submission = training.id, ""
        db.session.flush()


def _sent_with(person_id: int, submission: str) -> ExternalTraining | None:
    return db.session.scalar(
        select(ExternalTraining).where(
            ExternalTraining.person_id == person_id, ExternalTraining.submission == submission
        )
    )


def _person(person_id: int) -> Person:
    return db.session.get_one(Person, person_id)
