"""Carrying a reorganisation out: the dated rows that say how it is from that day on.

What was before stays as it was. Requests that wait go to whoever decides for their people from
that day on: that is looked up when it is asked for.
"""

from datetime import date
from typing import NamedTuple

from sqlalchemy import Select, or_, select

from trainingtracker import clock
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import (
    Assignment,
    Leadership,
    Reorganisation,
    RoleGrant,
    Unit,
    UnitVersion,
)
from trainingtracker.organisation.reorganisation.rows import Rows, reaching, take_back
from trainingtracker.organisation.reorganisation.wish import Wish
from trainingtracker.organisation.tree import UnitTree
from trainingtracker.text import mark
from trainingtracker.vocabulary import LeadershipKind, ReorganisationKind

_PAST = mark("What was is history: choose today or a later day.")
_NOT_THEN = mark("The unit %(number)s does not exist on %(day)s.")
_CHANGES_LATER = mark(
    "The unit %(number)s changes on %(day)s already. Choose a later day, or take that change back"
    " first."
)
_BELOW_ITSELF = mark("The unit %(number)s would stand below itself. Choose another one.")
_NOTHING = mark("Nothing would change. Look at the name and the unit above.")
_NO_NAME = mark("The unit needs a name.")
_NO_TARGET = mark("Choose the unit into which it goes.")
_NO_NUMBER = mark("The new unit needs a number.")
_TAKEN = mark("There is a unit %(number)s already. Choose another number.")
_NOBODY = mark("Choose at least one person or one sub-unit that belongs to the new unit.")
_ALREADY_BACK = mark("This reorganisation has been taken back already.")


class _Told(NamedTuple):
    """What was and what is, for the history."""

    before: str
    after: str


def carry_out(wish: Wish, actor_id: int | None) -> Reorganisation:
    """Write the reorganisation. Raises RuleViolation; the caller commits."""
    if wish.since < clock.today():
        raise RuleViolation(_PAST)
    # Locks the unit, so that two who reorganise it at once do it one after the other.
    unit = db.session.get_one(Unit, wish.unit_id, with_for_update=True)
    tree = UnitTree.load(wish.since)
    rows = Rows(wish.since)
    told = _CHANGES[wish.kind](wish, tree, rows)
    found = Reorganisation(
        kind=wish.kind,
        unit_id=unit.id,
        since=wish.since,
        before=told.before[:250],
        after=told.after[:250],
        rows=rows.ids(),
        recorded_by_id=actor_id,
    )
    _check_no_ring(wish)
    db.session.add(found)
    db.session.flush()
    return found


def undo(reorganisation_id: int, actor_id: int | None) -> Reorganisation:
    """Take it back as long as nothing has been built on it. Raises RuleViolation."""
    found = db.session.get_one(Reorganisation, reorganisation_id, with_for_update=True)
    if found.undone_at is not None:
        raise RuleViolation(_ALREADY_BACK)
    take_back(found.rows, found.since)
    found.undone_at, found.undone_by_id = clock.now(), actor_id
    db.session.flush()
    return found


def _rename(wish: Wish, tree: UnitTree, rows: Rows) -> _Told:
    version = _version(wish.unit_id, tree, wish.since)
    if not wish.name_de:
        raise RuleViolation(_NO_NAME)
    if (wish.name_de, wish.name_en) == (version.name_de, version.name_en):
        raise RuleViolation(_NOTHING)
    before = version.name_de
    rows.continue_as(version, name_de=wish.name_de, name_en=wish.name_en)
    return _Told(before, wish.name_de)


def _move(wish: Wish, tree: UnitTree, rows: Rows) -> _Told:
    version = _version(wish.unit_id, tree, wish.since)
    if wish.parent_id == version.parent_id:
        raise RuleViolation(_NOTHING)
    if wish.parent_id is not None:
        _check_outside(wish.parent_id, wish.unit_id, tree, wish.since)
    before = version.parent_id
    rows.continue_as(version, parent_id=wish.parent_id)
    return _Told(_number(tree, before), _number(tree, wish.parent_id))


def _merge(wish: Wish, tree: UnitTree, rows: Rows) -> _Told:
    version = _version(wish.unit_id, tree, wish.since)
    if wish.target_id is None:
        raise RuleViolation(_NO_TARGET)
    _check_outside(wish.target_id, wish.unit_id, tree, wish.since)
    rows.cut(version)
    for child in tree.children(wish.unit_id):
        rows.continue_as(_version(child.id, tree, wish.since), parent_id=wish.target_id)
    for assignment in reaching(Assignment, Assignment.unit_id == wish.unit_id, wish.since):
        rows.continue_as(assignment, unit_id=wish.target_id)
    for leadership in reaching(Leadership, Leadership.unit_id == wish.unit_id, wish.since):
        rows.cut(leadership)
    for grant in db.session.scalars(limited_to(wish.unit_id, wish.since)):
        rows.end(grant)
    return _Told(_number(tree, wish.unit_id), _number(tree, wish.target_id))


def limited_to(unit_id: int, since: date) -> Select[RoleGrant]:
    """The roles that somebody has in this unit alone, on the day or later.

    They end with it: the unit that takes its people in is larger, and nobody gets rights there
    that an administrator has not granted.
    """
    lasting = or_(RoleGrant.until.is_(None), RoleGrant.until > since)
    return select(RoleGrant).where(RoleGrant.unit_id == unit_id, lasting).order_by(RoleGrant.id)


def _split(wish: Wish, tree: UnitTree, rows: Rows) -> _Told:
    version = _version(wish.unit_id, tree, wish.since)
    if not wish.number or not wish.name_de:
        raise RuleViolation(_NO_NAME if wish.number else _NO_NUMBER)
    if not wish.person_ids and not wish.child_ids:
        raise RuleViolation(_NOBODY)
    new = _new_unit(wish.number)
    rows.add(
        UnitVersion(
            unit_id=new.id,
            name_de=wish.name_de,
            name_en=wish.name_en,
            kind=version.kind,
            parent_id=version.parent_id,
            cost_centre=version.cost_centre,
            since=wish.since,
        )
    )
    children = {child.id for child in tree.children(wish.unit_id)}
    for child_id in sorted(children & set(wish.child_ids)):
        rows.continue_as(_version(child_id, tree, wish.since), parent_id=new.id)
    leaves = Assignment.person_id.in_(wish.person_ids)
    belongs = Assignment.unit_id == wish.unit_id
    for assignment in reaching(Assignment, leaves & belongs, wish.since):
        rows.continue_as(assignment, unit_id=new.id)
    if wish.manager_id is not None:
        rows.add(
            Leadership(
                unit_id=new.id,
                person_id=wish.manager_id,
                kind=LeadershipKind.MANAGER,
                since=wish.since,
            )
        )
    return _Told(_number(tree, wish.unit_id), f"{wish.number} {wish.name_de}")


_CHANGES = {
    ReorganisationKind.RENAME: _rename,
    ReorganisationKind.MOVE: _move,
    ReorganisationKind.MERGE: _merge,
    ReorganisationKind.SPLIT: _split,
}


def _version(unit_id: int, tree: UnitTree, since: date) -> UnitVersion:
    """The version that holds on the day, and goes on: nothing later is on record."""
    number = db.session.get_one(Unit, unit_id).number
    found = reaching(UnitVersion, UnitVersion.unit_id == unit_id, since)
    later = [version.since for version in found if version.since > since]
    if later:
        raise RuleViolation(_CHANGES_LATER, number=number, day=min(later))
    if not found or unit_id not in tree:
        raise RuleViolation(_NOT_THEN, number=number, day=since)
    version: UnitVersion = found[0]
    return version


def _check_outside(unit_id: int, moved_id: int, tree: UnitTree, since: date) -> None:
    if unit_id not in tree:
        number = db.session.get_one(Unit, unit_id).number
        raise RuleViolation(_NOT_THEN, number=number, day=since)
    if unit_id in tree.subtree_ids(moved_id):
        raise RuleViolation(_BELOW_ITSELF, number=tree[moved_id].number)


def _check_no_ring(wish: Wish) -> None:
    """Nor on a later day, on which other units have been planned to move."""
    planned = db.session.scalars(
        select(UnitVersion.since)
        .where(UnitVersion.known(), UnitVersion.since > wish.since)
        .distinct()
    )
    for day in (wish.since, *planned):
        versions = select(UnitVersion.unit_id).where(UnitVersion.valid(day))
        lost = set(db.session.scalars(versions)) - {u.id for u in UnitTree.load(day).in_order()}
        if lost:
            number = db.session.get_one(Unit, min(lost)).number
            raise RuleViolation(_BELOW_ITSELF, number=number)


def _new_unit(number: str) -> Unit:
    """A unit of that number; one that a reorganisation made and gave up is used again."""
    found = db.session.scalar(select(Unit).where(Unit.number == number))
    if found is None:
        found = Unit(number=number)
        db.session.add(found)
        db.session.flush()
        return found
    known = select(UnitVersion.id).where(UnitVersion.unit_id == found.id, UnitVersion.known())
    if db.session.scalar(known.limit(1)) is not None:
        raise RuleViolation(_TAKEN, number=number)
    return found


def _number(tree: UnitTree, unit_id: int | None) -> str:
    node = tree.get(unit_id)
    return node.in_language("de") if node else ""
