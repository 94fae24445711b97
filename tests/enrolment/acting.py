"""Short ways to act as somebody of the cast."""

from sqlalchemy import select

from trainingtracker.accounts.actor import Actor, actor_for
from trainingtracker.extensions import db
from trainingtracker.models import Account, EnrolmentEvent, OutgoingMail, Person


def as_actor(person: Person) -> Actor:
    """The actor that the person's account is today."""
    account = db.session.scalars(select(Account).where(Account.person_id == person.id)).one()
    return actor_for(account)


def mails_to(person: Person) -> list[str]:
    """The kinds of messages waiting for the person, oldest first."""
    return list(
        db.session.scalars(
            select(OutgoingMail.kind)
            .where(OutgoingMail.person_id == person.id)
            .order_by(OutgoingMail.id)
        )
    )


def history(enrolment_id: int) -> list[str]:
    """What happened to an enrolment, as "action>status"."""
    events = db.session.scalars(
        select(EnrolmentEvent)
        .where(EnrolmentEvent.enrolment_id == enrolment_id)
        .order_by(EnrolmentEvent.id)
    )
    return [f"{event.action.value}>{event.to_status.value}" for event in events]
