"""The post of the example city: a letter for a coordinator to print, a mail that did not arrive."""

from datetime import time, timedelta
from functools import partial

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor, actor_for
from trainingtracker.accounts.scopes import people_administered
from trainingtracker.demo.life import Life
from trainingtracker.enrolment import operations
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Account, Enrolment, Offering, OutgoingMail, Person
from trainingtracker.privacy import bulk_update
from trainingtracker.vocabulary import Channel, MailStatus, OfferingStatus

_REFUSED = "550 5.1.1 The mailbox does not exist"
_ATTEMPTS = 8


def announce(life: Life, coordinator_id: int) -> None:
    """Two days ago the coordinator asked for a place for a colleague without e-mail."""
    when = clock.at(clock.today() - timedelta(days=2), time(11))
    life.timeline.add(when, partial(_ask_for_colleague, coordinator_id))


def lose_one() -> None:
    """The latest mail to somebody who does not sign in here was refused by the mail server."""
    latest = db.session.scalar(
        select(OutgoingMail.id)
        .where(
            OutgoingMail.channel == Channel.EMAIL,
            OutgoingMail.status == MailStatus.SENT,
            OutgoingMail.person_id.not_in(select(Account.person_id)),
        )
        .order_by(OutgoingMail.queued_at.desc(), OutgoingMail.id.desc())
        .limit(1)
    )
    if latest is not None:
        lost = {"status": MailStatus.FAILED, "sent_at": None, "last_error": _REFUSED}
        bulk_update(OutgoingMail, [{"id": latest, "attempts": _ATTEMPTS, **lost}])


def _ask_for_colleague(coordinator_id: int) -> None:
    db.session.info["actor"] = coordinator_id
    account = db.session.scalars(select(Account).filter_by(person_id=coordinator_id)).one()
    actor, today = actor_for(account), clock.today()
    colleagues = db.session.scalars(
        select(Person.id)
        .where(
            people_administered(actor, today),
            Person.email.is_(None),
            Person.exit.is_(None),
            Person.id.not_in(select(Enrolment.person_id)),
        )
        .order_by(Person.id)
        .limit(5)
    ).all()
    offerings = db.session.scalars(
        select(Offering.id)
        .where(
            Offering.status == OfferingStatus.PUBLISHED,
            Offering.enrolment_closes > clock.now() + timedelta(days=5),
        )
        .order_by(Offering.starts_at, Offering.id)
    ).all()
    for person_id in colleagues:
        if any(_asked(offering_id, person_id, actor) for offering_id in offerings):
            return


def _asked(offering_id: int, person_id: int, actor: Actor) -> bool:
    try:
        operations.request_place(offering_id, person_id, actor)
    except RuleViolation:
        return False
    return True
