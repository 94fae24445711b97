"""Locks by writing: what works on both databases.

SELECT ... FOR UPDATE does nothing on SQLite, so a lock is an update of `lock_counter`, persons
before offerings, each in the order of their ids: two operations can never wait for each other.
"""

from collections.abc import Iterable

from sqlalchemy import select, update

from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering, Person
from trainingtracker.text import mark
from trainingtracker.vocabulary import Status


def lock_offering(offering_id: int, person_ids: Iterable[int] = ()) -> Offering:
    """Lock an offering with the persons named and everybody on its waiting list, and re-read it.

    Waiters belong to the lock because a freed place may go to any of them, which needs their
    other dates to stand still.
    """
    wanted = set(person_ids)
    while True:
        attempt = db.session.begin_nested()
        locked = wanted | _waiters(offering_id)
        _bump(Person, locked)
        _bump(Offering, {offering_id})
        if _waiters(offering_id) <= locked:
            attempt.commit()
            break
        # Somebody queued between reading the list and locking it: let go, take them in as well.
        attempt.rollback()
    offering = db.session.get(Offering, offering_id, populate_existing=True)
    if offering is None:
        raise RuleViolation(mark("This offering does not exist any more."))
    return offering


def lock_enrolment(enrolment_id: int) -> Enrolment:
    """Lock an enrolment's person and offering (and its waiters), and re-read the enrolment."""
    enrolment = db.session.get(Enrolment, enrolment_id)
    if enrolment is None:
        raise RuleViolation(mark("This enrolment does not exist any more."))
    lock_offering(enrolment.offering_id, {enrolment.person_id})
    db.session.refresh(enrolment)
    return enrolment


def _waiters(offering_id: int) -> set[int]:
    return set(
        db.session.scalars(
            select(Enrolment.person_id).where(
                Enrolment.offering_id == offering_id, Enrolment.status == Status.WAITLISTED
            )
        )
    )


def _bump(model: type[Person] | type[Offering], ids: set[int]) -> None:
    for row_id in sorted(ids):
        # Not audited on purpose: the counter is a lock, not a fact.
        db.session.execute(
            update(model)
            .where(model.id == row_id)
            .values(lock_counter=model.lock_counter + 1)
            .execution_options(synchronize_session=False)
        )
