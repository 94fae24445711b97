"""Locks by writing: what works on both databases.

SELECT ... FOR UPDATE does nothing on SQLite, so a lock is an update of `lock_counter`, persons
before offerings, each in the order of their ids: two operations can never wait for each other.
"""

from collections.abc import Iterable

from sqlalchemy import select, update
from sqlalchemy.orm import aliased

from trainingtracker.catalogue.availability import places_held
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering, Person
from trainingtracker.text import mark
from trainingtracker.vocabulary import Status


def lock_offering(
    offering_id: int, person_ids: Iterable[int] = (), *, with_waits_of: Iterable[int] = ()
) -> Offering:
    """Lock one offering; see `lock_offerings`."""
    return lock_offerings({offering_id}, person_ids, with_waits_of=with_waits_of)[offering_id]


def lock_offerings(
    offering_ids: Iterable[int],
    person_ids: Iterable[int] = (),
    *,
    with_waits_of: Iterable[int] = (),
) -> dict[int, Offering]:
    """Lock offerings with the persons named and everybody who may move up, and re-read them.

    A free place goes to a waiter, which needs the waiter's other dates to stand still; a full
    offering needs none of its waiters. `with_waits_of` names persons who may give back a place or
    get rid of a date here: the offerings in which they wait are locked as well, because they could
    move up there.
    """
    named, wanted, leaving = set(offering_ids), set(person_ids), set(with_waits_of)
    while True:
        attempt = db.session.begin_nested()
        offerings = named | waited_for(leaving)
        persons = wanted | leaving | _may_move_up(offerings, freeing=bool(leaving))
        _lock(Person, persons)
        _lock(Offering, offerings)
        moving = _may_move_up(offerings, freeing=bool(leaving))
        if waited_for(leaving) <= offerings and moving <= persons:
            attempt.commit()
            break
        # Somebody queued between reading the list and locking it: let go, take them in as well.
        attempt.rollback()
    _read_again(Person, wanted | leaving)
    _read_again(Offering, offerings)
    found = {each: db.session.get(Offering, each) for each in named}
    locked = {each: offering for each, offering in found.items() if offering is not None}
    if len(locked) < len(named):
        raise RuleViolation(mark("This offering does not exist any more."))
    return locked


def lock_enrolment(enrolment_id: int, *, with_waits: bool = False) -> Enrolment:
    """Lock an enrolment's person and offering (and its waiters), and re-read the enrolment.

    `with_waits` locks the other offerings in which the person waits, too.
    """
    enrolment = db.session.get(Enrolment, enrolment_id)
    if enrolment is None:
        raise RuleViolation(mark("This enrolment does not exist any more."))
    person_id = enrolment.person_id
    leaving = {person_id} if with_waits else set[int]()
    leaving |= replaced_by({enrolment_id})
    lock_offering(enrolment.offering_id, {person_id}, with_waits_of=leaving)
    db.session.refresh(enrolment)
    return enrolment


def lock_persons(person_ids: Iterable[int]) -> None:
    """Lock persons alone, where no offering is touched, and re-read them."""
    wanted = set(person_ids)
    _lock(Person, wanted)
    _read_again(Person, wanted)


def replaced_by(enrolment_ids: set[int]) -> set[int]:
    """Whose places these substitutes would take over: they then get rid of a date."""
    replaced = aliased(Enrolment)
    return set(
        db.session.scalars(
            select(replaced.person_id)
            .join(Enrolment, Enrolment.substitute_for_id == replaced.id)
            .where(Enrolment.id.in_(enrolment_ids))
        )
    )


def waited_for(person_ids: set[int]) -> set[int]:
    """The offerings in which any of these persons is on the waiting list."""
    if not person_ids:
        return set()
    return set(
        db.session.scalars(
            select(Enrolment.offering_id).where(
                Enrolment.person_id.in_(person_ids), Enrolment.status == Status.WAITLISTED
            )
        )
    )


def _may_move_up(offering_ids: set[int], *, freeing: bool) -> set[int]:
    """Who waits where a place is free, or anywhere here when a place is about to be given back."""
    query = (
        select(Enrolment.person_id)
        .join(Offering, Offering.id == Enrolment.offering_id)
        .where(Enrolment.offering_id.in_(offering_ids), Enrolment.status == Status.WAITLISTED)
    )
    return set(
        db.session.scalars(query if freeing else query.where(places_held() < Offering.max_places))
    )


def _read_again(model: type[Person] | type[Offering], ids: set[int]) -> None:
    """What this session has read of these rows before the lock may be old."""
    if ids:
        query = select(model).where(model.id.in_(ids))
        db.session.scalars(query.execution_options(populate_existing=True)).all()


def _lock(model: type[Person] | type[Offering], ids: set[int]) -> None:
    if not ids:
        return
    rows = model.id.in_(ids)
    # An update takes its rows in any order: where rows are locked singly, this fixes the order.
    db.session.execute(
        select(model.id).where(rows).order_by(model.id).with_for_update(key_share=True)
    )
    # Not audited on purpose: the counter is a lock, not a fact.
    db.session.execute(
        update(model)
        .where(rows)
        .values(lock_counter=model.lock_counter + 1)
        .execution_options(synchronize_session=False)
    )
