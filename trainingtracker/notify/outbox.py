"""The outbox: what rolls back sends nothing, what commits is sent.

A message whose cause is taken back is withdrawn, unless it has left before.
"""

from collections.abc import Sequence
from typing import NamedTuple

from flask import current_app
from sqlalchemy import ColumnElement, func, or_, select

from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import OutgoingMail, Person
from trainingtracker.vocabulary import Channel, MailStatus


class Left(NamedTuple):
    """A message that somebody has got, or is getting now."""

    kind: str
    person_id: int
    enrolment_id: int | None


def queue(
    person: Person,
    *,
    kind: str,
    language: str,
    subject: str,
    body: str,
    enrolment_id: int | None = None,
) -> OutgoingMail:
    """Put a rendered message into the outbox; a letter for somebody without an address."""
    mail = OutgoingMail(
        person_id=person.id,
        channel=Channel.EMAIL if person.email else Channel.LETTER,
        kind=kind,
        address=person.email,
        language=language,
        # A line break in a subject would be a header of its own.
        subject=" ".join(subject.split())[:250],
        body=body,
        enrolment_id=enrolment_id,
    )
    db.session.add(mail)
    return mail


def link(path: str) -> str:
    """The full address of a page, as people outside the site reach it."""
    return str(current_app.config["EXTERNAL_URL"]).rstrip("/") + path


def waiting_among(mail_ids: Sequence[int]) -> int:
    """How many of these messages have not left yet and could be withdrawn."""
    query = select(func.count(OutgoingMail.id)).where(OutgoingMail.id.in_(mail_ids))
    return db.session.scalar(query.where(_withdrawable())) or 0


def left_among(mail_ids: Sequence[int]) -> list[Left]:
    """Those of these messages that have left; letters once they are printed."""
    under_way = (OutgoingMail.status == MailStatus.QUEUED) & ~_withdrawable()
    rows = db.session.execute(
        select(OutgoingMail.kind, OutgoingMail.person_id, OutgoingMail.enrolment_id)
        .where(OutgoingMail.id.in_(mail_ids))
        .where((OutgoingMail.status == MailStatus.SENT) | under_way)
    )
    return [Left(*row) for row in rows]


def withdraw(mail_ids: Sequence[int]) -> None:
    """Take messages that nobody has sent, and nobody is sending, out of the outbox."""
    query = select(OutgoingMail).where(OutgoingMail.id.in_(mail_ids), _withdrawable())
    # Locked, so that no worker claims one of them meanwhile.
    for mail in db.session.scalars(query.with_for_update()):
        mail.status = MailStatus.WITHDRAWN


def _withdrawable() -> ColumnElement[bool]:
    claimed = OutgoingMail.claimed_until
    free = or_(claimed.is_(None), claimed <= clock.now())
    return (OutgoingMail.status == MailStatus.QUEUED) & free
