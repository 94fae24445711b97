"""Deputies with dates: who acts for the manager of a unit from one day to another.

Managers name them for the units they lead and all below, HR for every unit. A deputy sees and
decides what the manager does, on these days only.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, or_, select, true

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.errors import NotAllowed, RuleViolation, StaleVersion
from trainingtracker.extensions import db
from trainingtracker.kept import kept
from trainingtracker.models import Assignment, Leadership, Person
from trainingtracker.notify import deputy_messages
from trainingtracker.organisation.leadership import LeadershipMap
from trainingtracker.organisation.tree import READ, UnitNode
from trainingtracker.text import mark
from trainingtracker.vocabulary import LeadershipKind, PersonKind

_DAY = timedelta(days=1)
TOO_EARLY = mark("The first day is over. Choose today or a later day.")
ENDS_TOO_EARLY = mark("The last day is over. Choose today or a later day, or end it now.")
WRONG_ORDER = mark("The last day is before the first.")
_DEPUTIES = Leadership.kind == LeadershipKind.DEPUTY


class Deputy(NamedTuple):
    """Somebody who deputises or will; `last_day` is None until further notice."""

    id: int
    unit: UnitNode | None
    person_id: int
    name: str
    since: date
    last_day: date | None
    may_end: bool

    def acts_on(self, day: date) -> bool:
        return self.since <= day and (self.last_day is None or day <= self.last_day)


class Term(NamedTuple):
    """Who is to deputise for the manager of which unit, first and last day included."""

    unit_id: int
    person_id: int
    first: date
    last: date | None


def manageable(actor: Actor, leadership: LeadershipMap) -> list[UnitNode]:
    """The units for which the actor names deputies, in the order of the tree."""
    tree = leadership.tree
    if actor.is_hr:
        return list(tree.in_order())
    led = {u for u in actor.led_units if actor.person_id in leadership.of(u).managers}
    below = {unit_id for one in led if one in tree for unit_id in tree.subtree_ids(one)}
    return [node for node in tree.in_order() if node.id in below]


def candidates(actor: Actor, leadership: LeadershipMap) -> ColumnElement[bool]:
    """Whom the actor may look up: everybody for HR, for a manager the people of the unit above."""
    if actor.is_hr:
        return true()
    tree = leadership.tree
    tops = {
        next(iter(tree.ancestor_ids(unit_id)), unit_id)
        for unit_id in actor.led_units
        if unit_id in tree
    }
    near = {unit_id for top in tops for unit_id in tree.subtree_ids(top)}
    members = select(Assignment.person_id).where(
        Assignment.unit_id.in_(near), Assignment.valid(clock.today())
    )
    return Person.id.in_(members)


def known_to(
    actor: Actor,
    leadership: LeadershipMap,
    *,
    unit_id: int | None = None,
    limit: int = 50,
    offset: int = 0,
) -> tuple[list[Deputy], int]:
    """Deputies of today and to come whom the actor may know: of their units, and themselves.

    One page of them in the order of the tree, and how many there are.
    """
    today, tree = clock.today(), leadership.tree
    own = {node.id for node in manageable(actor, leadership)}
    wanted = [
        _DEPUTIES,
        Leadership.known(),
        or_(Leadership.until.is_(None), Leadership.until > today),
    ]
    if unit_id is not None:
        wanted.append(Leadership.unit_id == unit_id)
    if not actor.is_hr:
        wanted.append(Leadership.unit_id.in_(own) | (Leadership.person_id == actor.person_id))

    def in_order() -> list[int]:
        known = db.session.execute(
            select(Leadership.id, Leadership.unit_id)
            .where(*wanted)
            .order_by(Leadership.since, Leadership.id)
        ).all()
        return [row.id for row in sorted(known, key=lambda row: tree.place(tree.get(row.unit_id)))]

    # Put in order once until a unit or who leads it changes.
    whose = "all" if actor.is_hr else (actor.person_id, frozenset(own))
    ids = kept(("deputies", whose, unit_id, today), in_order, of=(*READ, Leadership), large=True)
    shown = ids[offset : offset + limit]
    rows = db.session.execute(
        select(Leadership, Person)
        .join(Person, Person.id == Leadership.person_id)
        .where(Leadership.id.in_(shown))
    )
    found = [
        Deputy(
            row.id,
            tree.get(row.unit_id),
            person.id,
            person.full_name,
            row.since,
            row.until - _DAY if row.until else None,
            row.unit_id in own,
        )
        for row, person in rows
    ]
    return sorted(found, key=lambda each: shown.index(each.id)), len(ids)


def name_deputy(term: Term, actor: Actor, leadership: LeadershipMap) -> Leadership:
    """Name somebody for these days; they and the unit's managers are told."""
    today = clock.today()
    _check_may(actor, term.unit_id, leadership)
    person = db.session.get(Person, term.person_id, with_for_update=True)
    if person is None or person.kind is not PersonKind.STAFF:
        raise RuleViolation(mark("Only a member of staff can deputise."))
    if term.first < today:
        raise RuleViolation(TOO_EARLY)
    if term.last is not None and term.last < term.first:
        raise RuleViolation(WRONG_ORDER)
    _check_employed(person, term.first, term.last)
    if person.id in leadership.of(term.unit_id).managers:
        raise RuleViolation(
            mark("%(name)s leads the unit and needs no deputising for it."), name=person.full_name
        )
    _check_no_other(term, person)
    row = _store(term)
    unit = leadership.tree.get(term.unit_id)
    deputy_messages.named(person, unit, term.first, term.last)
    for manager in _managers(term.unit_id, leadership, {actor.person_id, person.id}):
        deputy_messages.named_for(manager, person, unit, term.first, term.last)
    return row


def may_end(leadership_id: int, actor: Actor, leadership: LeadershipMap) -> bool:
    """Whether it is a deputy of a unit for which the actor names them."""
    row = db.session.get(Leadership, leadership_id)
    units = {node.id for node in manageable(actor, leadership)}
    return row is not None and row.kind is LeadershipKind.DEPUTY and row.unit_id in units


def as_known_now(leadership_id: int) -> Leadership | None:
    """The deputy's time as it stands now, where the row given has been corrected since."""
    found = db.session.get(Leadership, leadership_id)
    if found is None:
        return None
    return db.session.scalar(
        select(Leadership).where(
            _DEPUTIES,
            Leadership.known(),
            Leadership.unit_id == found.unit_id,
            Leadership.person_id == found.person_id,
            Leadership.since == found.since,
        )
    )


def change_last_day(
    leadership_id: int, last: date | None, seen: int, actor: Actor, leadership: LeadershipMap
) -> Person:
    """Let a deputy's time end on another day, or until further notice (None).

    `seen` is the row that the actor saw: whoever changes it makes a new one. The deputy and the
    unit's managers are told.
    """
    row = as_known_now(leadership_id)
    today = clock.today()
    if row is None or (row.until is not None and row.until <= today):
        raise RuleViolation(mark("This has ended already. Reload the page."))
    _check_may(actor, row.unit_id, leadership)
    person = db.session.get_one(Person, row.person_id, with_for_update=True)
    term = Term(row.unit_id, row.person_id, row.since, last)
    until = last + _DAY if last else None
    if until == row.until:
        return person
    if row.id != seen:
        raise StaleVersion(
            mark(
                "Somebody else has changed this meanwhile."
                " Please compare it with yours and save again."
            )
        )
    if last is not None and last < max(row.since, today):
        raise RuleViolation(WRONG_ORDER if last < row.since else ENDS_TOO_EARLY)
    _check_employed(person, last)
    row.superseded_at = clock.now()
    db.session.flush()
    _check_no_other(term, person)
    _store(term)
    unit = leadership.tree.get(row.unit_id)
    deputy_messages.named(person, unit, row.since, last)
    for manager in _managers(row.unit_id, leadership, {actor.person_id, person.id}):
        deputy_messages.named_for(manager, person, unit, row.since, last)
    return person


def end_deputy(leadership_id: int, actor: Actor, leadership: LeadershipMap) -> Person:
    """End a deputy's time from today on; one to come does not begin at all."""
    row = db.session.get(Leadership, leadership_id, with_for_update=True)
    today = clock.today()
    if row is None or row.kind is not LeadershipKind.DEPUTY:
        raise RuleViolation(mark("This deputy does not exist any more."))
    _check_may(actor, row.unit_id, leadership)
    if row.superseded_at is not None or (row.until is not None and row.until <= today):
        raise RuleViolation(mark("This has ended already. Reload the page."))
    row.superseded_at = clock.now()
    if row.since < today:
        _store(Term(row.unit_id, row.person_id, row.since, today - _DAY))
    db.session.flush()
    person = db.session.get_one(Person, row.person_id)
    deputy_messages.ended(person, leadership.tree.get(row.unit_id))
    return person


def _check_may(actor: Actor, unit_id: int, leadership: LeadershipMap) -> None:
    if unit_id not in {node.id for node in manageable(actor, leadership)}:
        raise NotAllowed(mark("Deputies are named by whoever leads the unit, or by HR."))


def _check_employed(person: Person, *days: date | None) -> None:
    for day in filter(None, days):
        if not person.employed_on(day):
            raise RuleViolation(
                mark("%(name)s is not employed on %(day)s."), name=person.full_name, day=day
            )


def _check_no_other(term: Term, person: Person) -> None:
    """The person deputises there on none of these days otherwise."""
    later = Leadership.since <= term.last if term.last else true()
    overlapping = select(Leadership.id).where(
        _DEPUTIES,
        Leadership.known(),
        Leadership.unit_id == term.unit_id,
        Leadership.person_id == term.person_id,
        or_(Leadership.until.is_(None), Leadership.until > term.first),
        later,
    )
    if db.session.scalar(overlapping.limit(1)) is not None:
        raise RuleViolation(
            mark("%(name)s deputises there on some of these days already."), name=person.full_name
        )


def _store(term: Term) -> Leadership:
    row = Leadership(
        unit_id=term.unit_id,
        person_id=term.person_id,
        kind=LeadershipKind.DEPUTY,
        since=term.first,
        until=term.last + _DAY if term.last else None,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _managers(unit_id: int, leadership: LeadershipMap, without: Iterable[int]) -> list[Person]:
    ids = set(leadership.of(unit_id).managers) - set(without)
    return list(db.session.scalars(select(Person).where(Person.id.in_(ids)).order_by(Person.id)))
