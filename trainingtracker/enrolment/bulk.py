"""The same for several people of one offering, in one transaction: all of it or nothing.

What it would do is found by doing it and taking it back, so that the preview cannot be wrong.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.enrolment import operations, results
from trainingtracker.enrolment.locking import lock_offering
from trainingtracker.enrolment.waiting import offers, waiting_list
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, OutgoingMail, Person
from trainingtracker.notify import roster_messages
from trainingtracker.text import Message, mark
from trainingtracker.vocabulary import BulkVerb, Channel, Status, WithdrawalReason

# A message with the same words to the same person within this time is a second click.
_SECOND_CLICK = timedelta(minutes=10)


@dataclass(frozen=True)
class Given:
    """What somebody states with it: the words of a message, why they withdraw or place people."""

    subject: str = ""
    text: str = ""
    why: WithdrawalReason | None = None
    reason: str = ""


@dataclass(frozen=True)
class Line:
    """One person: where they stand, and where they would."""

    name: str
    before: Status
    after: Status


@dataclass(frozen=True)
class BulkPreview:
    """What happens to those who were chosen, who else moves, and who is told of it how.

    `sample` has subject and text of a message by language.
    """

    chosen: list[Line]
    others: list[Line]
    mails: int
    letters: int
    sample: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def carry_out(
    offering_id: int, verb: BulkVerb, enrolment_ids: Iterable[int], actor: Actor, given: Given
) -> int:
    """Do it to everybody chosen, or to nobody; returns to how many.

    Places are given in the order of the waiting list. A refusal names the person it is about.
    """
    if not actor.is_hr:
        raise NotAllowed(mark("Only HR does something for several people at once."))
    chosen = _locked(offering_id, verb, set(enrolment_ids))
    if not chosen:
        raise RuleViolation(mark("Choose at least one person."))
    for enrolment in chosen:
        try:
            _VERBS[verb](enrolment, actor, given)
        except RuleViolation as refusal:
            raise RuleViolation(
                mark("%(name)s: %(refusal)s Nothing has been changed for anybody."),
                name=enrolment.person.full_name,
                refusal=Message(refusal.message, refusal.values),
            ) from refusal
    return len(chosen)


def preview(
    offering_id: int, verb: BulkVerb, enrolment_ids: Iterable[int], actor: Actor, given: Given
) -> BulkPreview:
    """What `carry_out` would do now; raises the same refusals, and changes nothing."""
    wanted = set(enrolment_ids)
    before = _statuses(offering_id)
    last = db.session.scalar(select(func.max(OutgoingMail.id))) or 0
    attempt = db.session.begin_nested()
    try:
        carry_out(offering_id, verb, wanted, actor, given)
        db.session.flush()
        after = _statuses(offering_id)
        told = db.session.scalars(
            select(OutgoingMail).where(OutgoingMail.id > last).order_by(OutgoingMail.id)
        ).all()
        letters = sum(mail.channel is Channel.LETTER for mail in told)
        sample = {m.language: (m.subject, m.body) for m in reversed(told)}
        number = len(told)
    finally:
        attempt.rollback()
    lines = {
        key: Line(name, before[key][1], status)
        for key, (name, status) in after.items()
        if key in before
    }
    return BulkPreview(
        chosen=[line for key, line in lines.items() if key in wanted],
        others=[
            line
            for key, line in lines.items()
            if key not in wanted and line.before is not line.after
        ],
        mails=number - letters,
        letters=letters,
        sample=sample if verb is BulkVerb.MESSAGE else {},
    )


def _locked(offering_id: int, verb: BulkVerb, ids: set[int]) -> list[Enrolment]:
    """Those chosen, locked all at once: persons before offerings, as everywhere."""
    of_these = (Enrolment.offering_id == offering_id, Enrolment.id.in_(ids))
    persons = set(db.session.scalars(select(Enrolment.person_id).where(*of_these)))
    lock_offering(offering_id, persons, with_waits_of=persons if verb is BulkVerb.WITHDRAW else ())
    found = db.session.scalars(
        select(Enrolment)
        .where(*of_these)
        .join(Enrolment.person)
        .options(joinedload(Enrolment.person))
        .order_by(Person.sort_key, Enrolment.id)
        .execution_options(populate_existing=True)
    ).all()
    if verb is not BulkVerb.PLACE:
        return list(found)
    order = waiting_list.positions([offering_id])
    return sorted(found, key=lambda e: order.get(e.id, len(order) + 1))


def _statuses(offering_id: int) -> dict[int, tuple[str, Status]]:
    """Enrolment id -> name and status, by name."""
    rows = db.session.execute(
        select(Enrolment.id, Person.last_name, Person.first_name, Enrolment.status)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.offering_id == offering_id)
        .order_by(Person.sort_key, Enrolment.id)
    )
    return {row.id: (f"{row.last_name}, {row.first_name}".rstrip(", "), row.status) for row in rows}


def _write(enrolment: Enrolment, _actor: Actor, given: Given) -> None:
    if not given.subject.strip() or not given.text.strip():
        raise RuleViolation(mark("Please write a subject and a text."))
    subject = " ".join(given.subject.split())
    sent = db.session.scalars(
        select(OutgoingMail.body).where(
            OutgoingMail.enrolment_id == enrolment.id,
            OutgoingMail.kind == roster_messages.KIND,
            OutgoingMail.subject == subject,
            OutgoingMail.queued_at > clock.now() - _SECOND_CLICK,
        )
    )
    if any(given.text.strip() in body for body in sent):
        raise RuleViolation(mark("This message was sent a moment ago."))
    roster_messages.written(enrolment, subject, given.text.strip())


_VERBS: dict[BulkVerb, Callable[[Enrolment, Actor, Given], object]] = {
    BulkVerb.MESSAGE: _write,
    BulkVerb.WITHDRAW: lambda e, actor, given: operations.withdraw(e.id, actor, given.why),
    BulkVerb.PLACE: lambda e, actor, given: offers.place_directly(e.id, actor, given.reason),
    BulkVerb.COMPLETE: lambda e, actor, _given: results.complete(e.id, actor),
    BulkVerb.FAIL: lambda e, actor, _given: results.fail(e.id, actor),
    BulkVerb.MISS: lambda e, actor, _given: results.miss(e.id, actor),
}
