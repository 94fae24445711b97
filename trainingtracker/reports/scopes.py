"""Whose data a report has for a reader: the usual scopes. A report names one, or takes `usual`."""

from dataclasses import replace
from datetime import date

from sqlalchemy import false, func, select

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.scopes import direct_reports
from trainingtracker.accounts.staff_council import members_among
from trainingtracker.attainment.people import in_headcount
from trainingtracker.attainment.scope import EVERYONE, Belonging, Scope
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
    """For numbers: everybody, or the units that somebody administers or leads.

    Those whom the reader sees by name are not hidden among the others: a group is as large as it
    is without them. Where others are counted there are numbers of some days alone (fixed_days.py).
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
    """The people of a coordinator's units, all of whom are seen by name.

    Of another day those who belong to the units today as well: whoever has left is in no number.
    Else two files of two days, put beside each other, would tell of the few who make the
    difference and whom the reader does not see any more.
    """
    here = Scope(unit_ids=actor.coordinated_units)
    today = clock.today()
    if as_of == today:
        return here
    still = replace(here, still=Belonging(actor.coordinated_units, today))
    return replace(still, left=_staff_in(here, as_of) - _staff_in(still, as_of))


def _staff_in(scope: Scope, as_of: date) -> int:
    staff = select(func.count(Person.id)).where(in_headcount(as_of), scope.covers(Person.id, as_of))
    return db.session.scalar(staff) or 0


def team(actor: Actor, as_of: date) -> Scope:
    """The direct reports of today, as of the day asked for.

    Members of the staff council are left out, whether they belong to it today or did on that day.
    """
    today = clock.today()
    visible = direct_reports(actor, today, LeadershipMap.load(today))
    ids = set(db.session.scalars(select(Person.id).where(visible)))
    council = members_among(ids, today) | members_among(ids, as_of)
    return Scope.team(ids - council, withheld=len(council))
