"""The outbox: what rolls back sends nothing, what commits is sent."""

from flask import current_app

from trainingtracker.extensions import db
from trainingtracker.models import OutgoingMail, Person
from trainingtracker.vocabulary import Channel


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
