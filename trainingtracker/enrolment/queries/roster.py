"""Everybody in one offering, as HR and its trainers see them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from trainingtracker.enrolment.waiting import waiting_list
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, Person
from trainingtracker.organisation.leadership import units_of
from trainingtracker.organisation.tree import UnitNode, UnitTree
from trainingtracker.vocabulary import Result, Status

# The order in which the groups of a roster are read.
_GROUPS = (
    (
        Status.OFFERED,
        Status.CONFIRMED,
        Status.COMPLETED,
        Status.NOT_COMPLETED,
        Status.NO_SHOW,
    ),
    (Status.WAITLISTED,),
    (Status.REQUESTED,),
    (Status.DECLINED, Status.WITHDRAWN, Status.CANCELLED),
)

# In the order of a row's fields.
_COLUMNS = (
    Enrolment.id.label("enrolment_id"),
    Person.id.label("person_id"),
    Person.last_name,
    Person.first_name,
    Person.personnel_number,
    Person.email,
    Enrolment.status,
    Enrolment.requested_at,
    Enrolment.waiting_since,
    Enrolment.finished_on,
    Enrolment.result,
    Enrolment.attended_percent,
    Enrolment.version,
    Enrolment.paused,
    Enrolment.offer_expires_at,
)


class RosterRow(NamedTuple):
    """One enrolment; `waiting_position` counts from 1 in the order in which people move up.

    Whoever is paused has none.
    """

    enrolment_id: int
    person_id: int
    last_name: str
    first_name: str
    personnel_number: str | None
    email: str | None
    status: Status
    requested_at: datetime
    waiting_since: datetime | None
    finished_on: date | None
    result: Result | None
    attended_percent: int | None
    version: int
    paused: bool
    offer_expires_at: datetime | None
    listed_name: str
    unit: UnitNode | None
    waiting_position: int | None = None


@dataclass(frozen=True)
class Roster:
    """The enrolments of one offering by what they mean for its places."""

    participants: tuple[RosterRow, ...]
    waiting: tuple[RosterRow, ...]
    requested: tuple[RosterRow, ...]
    gone: tuple[RosterRow, ...]

    @property
    def everybody(self) -> tuple[RosterRow, ...]:
        return self.participants + self.waiting + self.requested + self.gone


def roster(offering_id: int, tree: UnitTree, as_of: date) -> Roster:
    """The roster of an offering with the units of the day, in three queries."""
    found = db.session.execute(
        select(*_COLUMNS)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Enrolment.offering_id == offering_id)
        .order_by(Person.sort_key, Enrolment.id)
    ).all()
    units = units_of({row.person_id for row in found}, as_of)
    rows = [
        RosterRow._make((*row, _listed_name(row), tree.get(units.get(row.person_id)), None))
        for row in found
    ]
    participants, waiting, requested, gone = (
        [row for row in rows if row.status in group] for group in _GROUPS
    )
    # People move up in the order of the list; whoever is paused stands behind it.
    order = waiting_list.positions([offering_id])
    waiting = [row._replace(waiting_position=order.get(row.enrolment_id)) for row in waiting]
    waiting.sort(key=lambda row: (row.waiting_position is None, row.waiting_position))
    return Roster(tuple(participants), tuple(waiting), tuple(requested), tuple(gone))


def _listed_name(row: Any) -> str:
    return f"{row.last_name}, {row.first_name}".rstrip(", ")


def taking_part(offering_id: int, tree: UnitTree, as_of: date) -> list[RosterRow]:
    """Whoever is expected at the meetings: those with a place that is not merely offered."""
    rows = roster(offering_id, tree, as_of).participants
    return [row for row in rows if row.status is not Status.OFFERED]
