"""Messages that somebody has to see to: letters to print, and mails that did not arrive.

HR sees all of them, a coordinator those to the people of their units.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.scopes import one_of_administered
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import OutgoingMail, Person
from trainingtracker.organisation.leadership import units_of
from trainingtracker.organisation.tree import UnitNode, UnitTree
from trainingtracker.text import mark
from trainingtracker.vocabulary import Channel, MailStatus

_UNDELIVERABLE = OutgoingMail.status == MailStatus.FAILED
_TO_PRINT = (OutgoingMail.channel == Channel.LETTER) & (OutgoingMail.status == MailStatus.QUEUED)


class Item(NamedTuple):
    """One message with the person it is for and where they are today."""

    mail: OutgoingMail
    person: Person
    unit: UnitNode | None


class Post(NamedTuple):
    """How many messages wait for somebody."""

    undeliverable: int
    letters: int


def waiting_post(actor: Actor) -> Post:
    """The numbers for the desk, in one query."""
    row = db.session.execute(
        select(
            func.count(OutgoingMail.id).filter(_UNDELIVERABLE),
            func.count(OutgoingMail.id).filter(_TO_PRINT),
        )
        .join(Person, Person.id == OutgoingMail.person_id)
        .where(_UNDELIVERABLE | _TO_PRINT, one_of_administered(actor, clock.today()))
    ).one()
    return Post(row[0], row[1])


def undeliverable(actor: Actor, tree: UnitTree, limit: int = 200) -> list[Item]:
    """Mails that were given up, the latest first."""
    return _items(actor, tree, _UNDELIVERABLE, limit=limit)


def letters(
    actor: Actor, tree: UnitTree, unit_id: int | None = None, limit: int = 200
) -> list[Item]:
    """Letters to print, by unit and then by name; of one unit with all below it, if asked."""
    found = _items(actor, tree, _TO_PRINT, limit=limit)
    wanted = tree.subtree_ids(unit_id) if unit_id is not None else None
    shown = [
        item
        for item in found
        if wanted is None or (item.unit is not None and item.unit.id in wanted)
    ]
    return sorted(shown, key=lambda item: (tree.place(item.unit), item.person.sort_key))


def send_again(mail_id: int, actor: Actor) -> OutgoingMail:
    """Try once more, to the address on record today; a letter where there is none any more."""
    mail = _one(mail_id, actor)
    if mail.status is not MailStatus.FAILED:
        raise RuleViolation(mark("This message is on its way already."))
    person = mail.person
    mail.status = MailStatus.QUEUED
    mail.channel = Channel.EMAIL if person.email else Channel.LETTER
    mail.address = person.email
    mail.attempts = 0
    mail.next_attempt_at = clock.now()
    return mail


def mark_printed(mail_ids: Iterable[int], actor: Actor) -> int:
    """Take letters out of the queue; returns how many, without those marked before."""
    rows = db.session.scalars(
        select(OutgoingMail)
        .join(Person, Person.id == OutgoingMail.person_id)
        .where(
            OutgoingMail.id.in_(list(mail_ids)),
            _TO_PRINT,
            one_of_administered(actor, clock.today()),
        )
    ).all()
    now = clock.now()
    for mail in rows:
        mail.status, mail.sent_at = MailStatus.SENT, now
    return len(rows)


def _one(mail_id: int, actor: Actor) -> OutgoingMail:
    found = db.session.scalar(
        select(OutgoingMail)
        .join(Person, Person.id == OutgoingMail.person_id)
        .where(OutgoingMail.id == mail_id, one_of_administered(actor, clock.today()))
    )
    if found is None:
        raise RuleViolation(mark("This message does not exist any more."))
    return found


def _items(
    actor: Actor, tree: UnitTree, condition: ColumnElement[bool], *, limit: int
) -> list[Item]:
    today = clock.today()
    rows = db.session.execute(
        select(OutgoingMail, Person)
        .join(Person, Person.id == OutgoingMail.person_id)
        .where(condition, one_of_administered(actor, today))
        .order_by(OutgoingMail.queued_at.desc(), OutgoingMail.id.desc())
        .limit(limit)
    ).all()
    units = units_of({person.id for _, person in rows}, today)
    return [Item(mail, person, tree.get(units.get(person.id))) for mail, person in rows]
