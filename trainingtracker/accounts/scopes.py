"""Whose names an actor may see today: conditions for the query, never a filter on the page."""

from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select, true, union_all

from trainingtracker.accounts.actor import Actor
from trainingtracker.models import Assignment, Person
from trainingtracker.organisation.leadership import LeadershipMap


def people_administered(actor: Actor, as_of: date) -> ColumnElement[bool]:
    """Persons for whom the actor does HR's work: everyone for HR, a division for a coordinator."""
    if actor.is_hr:
        return true()
    if actor.coordinated_units:
        return Person.id.in_(_members(actor.coordinated_units, as_of))
    return false()


def one_of_administered(actor: Actor, as_of: date) -> ColumnElement[bool]:
    """The same where few of all people are asked for: each is looked up, not a whole division."""
    if actor.is_hr or not actor.coordinated_units:
        return people_administered(actor, as_of)
    return exists().where(
        Assignment.person_id == Person.id,
        Assignment.unit_id.in_(actor.coordinated_units),
        Assignment.valid(as_of),
    )


def direct_reports(actor: Actor, as_of: date, leadership: LeadershipMap) -> ColumnElement[bool]:
    """People of the units the actor leads or deputises for, and the managers one level below.

    Never the actor's own row; for a deputy, never the manager they deputise for.
    """
    units, leaders_below = leadership.direct_report_units(actor.person_id)
    superiors = {
        manager
        for unit_id in units
        if actor.person_id not in leadership.of(unit_id).managers
        for manager in leadership.of(unit_id).managers
    }
    return and_(
        # One list of ids, so that nobody else is looked at.
        Person.id.in_(
            union_all(_members(units, as_of), select(Person.id).where(Person.id.in_(leaders_below)))
        ),
        Person.id.not_in(superiors | {actor.person_id}),
        or_(Person.entry.is_(None), Person.entry <= as_of),
        or_(Person.exit.is_(None), Person.exit >= as_of),
    )


def _members(unit_ids: frozenset[int] | set[int], as_of: date) -> Select[int]:
    return select(Assignment.person_id).where(
        Assignment.unit_id.in_(unit_ids), Assignment.valid(as_of)
    )
