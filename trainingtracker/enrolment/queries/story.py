"""What has happened to an enrolment: its moves, and who decided what when in whose place."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from trainingtracker.enrolment.approval import interest
from trainingtracker.enrolment.approval.interest import Interest
from trainingtracker.extensions import db
from trainingtracker.labels import labelled
from trainingtracker.models import Approval, Enrolment, EnrolmentEvent, Person
from trainingtracker.text import Message
from trainingtracker.vocabulary import Action, ApprovalStage, Decision, Status, WithdrawalReason

_DECIDING = (Action.GRANT, Action.QUEUE, Action.DECLINE)


class Step(NamedTuple):
    """One line of the story: a move, a decision, or a decision with the move that it led to.

    Without an actor the system made the move. `decision` and what follows it say what somebody
    decided at which stage.
    """

    at: datetime
    action: Action | None
    to_status: Status | None
    actor: str | None
    reason: Message | None
    late: bool
    decision: Decision | None = None
    stage: ApprovalStage | None = None
    in_place_of: str | None = None
    interest: Interest | None = None


class Decided(NamedTuple):
    """A decision with the names of who decided and in whose place."""

    approval: Approval
    by: str
    in_place_of: str | None


def story(enrolment_id: int) -> list[Step]:
    """Everything that has happened, in its order; two queries."""
    events = db.session.execute(
        select(EnrolmentEvent, Person)
        .outerjoin(Person, Person.id == EnrolmentEvent.actor_id)
        .where(EnrolmentEvent.enrolment_id == enrolment_id)
        .order_by(EnrolmentEvent.recorded_at, EnrolmentEvent.id)
    ).all()
    names = {event.id: _name(actor) for event, actor in events}
    moments = matched([event for event, _ in events], decisions([enrolment_id]))
    return sorted((_step(each, names) for each in moments), key=lambda step: step.at)


def decisions(enrolment_ids: Iterable[int]) -> list[Decided]:
    """The decisions on these enrolments in their order, in one query."""
    return _decided(Approval.enrolment_id.in_(list(enrolment_ids)))


def decisions_about(person_id: int) -> list[Decided]:
    """The decisions on somebody's requests in their order, in one query."""
    requests = select(Enrolment.id).where(Enrolment.person_id == person_id)
    return _decided(Approval.enrolment_id.in_(requests))


def _decided(condition: ColumnElement[bool]) -> list[Decided]:
    by, instead_of = aliased(Person), aliased(Person)
    rows = db.session.execute(
        select(Approval, by, instead_of)
        .join(by, by.id == Approval.decided_by_id)
        .outerjoin(instead_of, instead_of.id == Approval.in_place_of_id)
        .where(condition)
        .order_by(Approval.decided_at, Approval.id)
    )
    return [Decided(approval, decider.full_name, _name(other)) for approval, decider, other in rows]


def _name(person: Person | None) -> str | None:
    return None if person is None else person.full_name


class Moment(NamedTuple):
    """A move, a decision, or both."""

    event: EnrolmentEvent | None
    decided: Decided | None

    @property
    def at(self) -> datetime:
        if self.event is not None:
            return self.event.effective_at
        assert self.decided is not None
        return self.decided.approval.decided_at


def matched(events: Iterable[EnrolmentEvent], decided: Iterable[Decided]) -> Iterator[Moment]:
    """The events of one enrolment, each with the decision that it carries out, if any.

    A decision that has moved nothing, because HR or a round decides as well, stands alone.
    """
    left = list(decided)
    for event in events:
        found = None
        if event.from_status is Status.REQUESTED and event.action in _DECIDING:
            own = [
                each
                for each in left
                if each.approval.decided_by_id == event.actor_id
                and each.approval.decided_at <= event.effective_at
            ]
            if own:
                found = own[-1]
                left.remove(found)
        yield Moment(event, found)
    yield from (Moment(None, each) for each in left)


def _step(moment: Moment, actors: dict[int, str | None]) -> Step:
    event, decided = moment
    step = Step(moment.at, None, None, None, None, late=False)
    if event is not None:
        step = step._replace(
            action=event.action,
            to_status=event.to_status,
            actor=actors[event.id],
            reason=reason_of(event),
            late=event.late,
        )
    if decided is not None:
        approval = decided.approval
        step = step._replace(
            actor=decided.by,
            decision=approval.decision,
            stage=approval.stage,
            in_place_of=decided.in_place_of,
            interest=interest.of(approval),
        )
    return step


def reason_of(event: EnrolmentEvent) -> Message | None:
    """What somebody wrote, or the word of the pick-list that was chosen."""
    if not event.reason:
        return None
    if event.reason in set(WithdrawalReason):
        return labelled(WithdrawalReason(event.reason))
    return Message(event.reason)
