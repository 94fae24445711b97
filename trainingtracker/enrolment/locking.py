"""Locks by writing: what works on both databases.

SELECT ... FOR UPDATE does nothing on SQLite, so a lock is an update of `lock_counter`, persons
before offerings, each in the order of their ids: two operations can never wait for each other.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Select, SQLColumnExpression, bindparam, select, update
from sqlalchemy.orm import aliased
from sqlalchemy.sql.dml import ReturningUpdate

from trainingtracker.catalogue.availability import places_held
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Offering, Person
from trainingtracker.portions import portions
from trainingtracker.text import mark
from trainingtracker.vocabulary import Status

# Whoever asks for a place keeps everybody else waiting meanwhile: these are built once.
_IDS: BindParameter[int] = bindparam("ids", expanding=True)
_WAITING = (
    select(Enrolment.person_id)
    .join(Offering, Offering.id == Enrolment.offering_id)
    .where(Enrolment.offering_id.in_(_IDS), Enrolment.status == Status.WAITLISTED)
)
_WAITING_FOR_FREE_PLACES = _WAITING.where(places_held() < Offering.max_places)
_Locked = TypeVar("_Locked", Person, Offering)


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
    persons = wanted | leaving
    while True:
        attempt = db.session.begin_nested()
        offerings = named | waited_for(leaving)
        if leaving:
            persons |= _may_move_up(offerings, freeing=True)
        _lock(Person, persons)
        locked = {offering.id: offering for offering in _lock(Offering, offerings)}
        moving = _may_move_up(offerings, freeing=bool(leaving))
        if waited_for(leaving) <= offerings and moving <= persons:
            attempt.commit()
            break
        # Places are free while somebody waits, or somebody has queued between reading the list
        # and locking it: let go, take them in as well.
        attempt.rollback()
        persons |= moving
    if not named <= locked.keys():
        raise RuleViolation(mark("This offering does not exist any more."))
    return {each: locked[each] for each in named}


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
    _lock(Person, set(person_ids))


def replaced_by(enrolment_ids: set[int]) -> set[int]:
    """Whose places these substitutes would take over: they then get rid of a date."""
    replaced = aliased(Enrolment)
    query = select(replaced.person_id).join(Enrolment, Enrolment.substitute_for_id == replaced.id)
    return _each(query, Enrolment.id, enrolment_ids)


def waited_for(person_ids: set[int]) -> set[int]:
    """The offerings in which any of these persons is on the waiting list."""
    query = select(Enrolment.offering_id).where(Enrolment.status == Status.WAITLISTED)
    return _each(query, Enrolment.person_id, person_ids)


def _each(query: Select[int], column: SQLColumnExpression[int], ids: set[int]) -> set[int]:
    """What the query finds for any of these ids."""
    return {
        found
        for portion in portions(list(ids))
        for found in db.session.scalars(query.where(column.in_(portion)))
    }


def _may_move_up(offering_ids: set[int], *, freeing: bool) -> set[int]:
    """Who waits where a place is free, or anywhere here when a place is about to be given back."""
    query = _WAITING if freeing else _WAITING_FOR_FREE_PLACES
    return set(db.session.scalars(query, {"ids": list(offering_ids)}))


def _lock(model: type[_Locked], ids: set[int]) -> list[_Locked]:
    """The rows as they are now: what this session has read of them before may be old."""
    found: list[_Locked] = []
    for portion in portions(sorted(ids)):
        if len(portion) > 1:
            # An update takes its rows in any order: where rows are locked singly, this fixes it.
            rows = select(model.id).where(model.id.in_(portion))
            db.session.execute(rows.order_by(model.id).with_for_update(key_share=True))
        found += db.session.scalars(_locking(model), {"ids": portion})
    return found


@cache
def _locking(model: type[Person] | type[Offering]) -> ReturningUpdate[Any]:
    # Not audited on purpose: the counter is a lock, not a fact.
    return (
        update(model)
        .where(model.id.in_(_IDS))
        .values(lock_counter=model.lock_counter + 1)
        .returning(model)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
