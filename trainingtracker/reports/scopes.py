"""Whose data a report has for a reader: the usual scopes. A report names one, or takes `usual`."""

from datetime import date

from sqlalchemy import false, select

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.scopes import direct_reports, people_administered
from trainingtracker.accounts.staff_council import members_among
from trainingtracker.attainment.scope import EVERYONE, Scope
from trainingtracker.extensions import db
from trainingtracker.models import Person
from trainingtracker.organisation.leadership import LeadershipMap
from trainingtracker.organisation.tree import UnitTree
from trainingtracker.vocabulary import Role

# Whose work is with the numbers of the whole administration, and never with its names.
COUNTED_FOR = (
    Role.INTERNATIONAL,
    Role.EQUALITY,
    Role.STAFF_COUNCIL,
    Role.DISABILITY_REPRESENTATION,
    Role.DATA_PROTECTION,
)
# Who runs the installation and asks on the command line sees what HR sees.
COMMAND_LINE = Actor(person_id=0, roles={Role.HR: None})


def usual(actor: Actor, as_of: date) -> Scope:
    """Everybody for HR, the people of their units for coordinators, direct reports for managers."""
    if actor.is_hr:
        return EVERYONE
    if actor.coordinated_units:
        return administered(actor, as_of)
    return team(actor, as_of)


def everyone(_actor: Actor, _as_of: date) -> Scope:
    """For reports of aggregates whose audience may see them for the whole administration."""
    return EVERYONE


def aggregates(actor: Actor, as_of: date) -> Scope:
    """For reports of numbers: everybody, or the units that somebody administers or leads.

    Those whom the reader sees by name are not hidden among the others: a group is as large as it
    is without them.
    """
    if actor.is_hr:
        return EVERYONE
    if actor.has(*COUNTED_FOR):
        return Scope(named=false())
    if actor.coordinated_units:
        return administered(actor, as_of)
    leaders = LeadershipMap.load(clock.today())
    tree = UnitTree.load(as_of)
    below = set[int]().union(*(tree.subtree_ids(unit_id) for unit_id in actor.led_units))
    known = direct_reports(actor, clock.today(), leaders) | (Person.id == actor.person_id)
    return Scope(unit_ids=frozenset(below), named=known)


def administered(actor: Actor, as_of: date) -> Scope:
    """The people of a coordinator's units.

    Those of today alone are named: who belonged to the units on another day is counted.
    """
    today = clock.today()
    named = None if as_of == today else people_administered(actor, today)
    return Scope(unit_ids=actor.coordinated_units, named=named)


def team(actor: Actor, as_of: date) -> Scope:
    """The direct reports of today, as of the day asked for.

    Members of the staff council are left out, whether they belong to it today or did on that day.
    """
    today = clock.today()
    visible = direct_reports(actor, today, LeadershipMap.load(today))
    ids = set(db.session.scalars(select(Person.id).where(visible)))
    council = members_among(ids, today) | members_among(ids, as_of)
    return Scope.team(ids - council, withheld=len(council))
