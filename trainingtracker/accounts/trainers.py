"""Who may be chosen as a trainer of an offering."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import or_, select, union_all

from trainingtracker.extensions import db
from trainingtracker.models import Account, Person, RoleGrant
from trainingtracker.vocabulary import Role


class TrainerChoice(NamedTuple):
    person_id: int
    listed_name: str


def possible_trainers(as_of: date, besides: Iterable[int] = ()) -> list[TrainerChoice]:
    """Employed people with the role of a trainer on the day, and those named, by name."""
    granted = (
        select(Person.id)
        .join(Account, Account.person_id == Person.id)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(
            RoleGrant.role == Role.TRAINER,
            RoleGrant.since <= as_of,
            or_(RoleGrant.until.is_(None), RoleGrant.until > as_of),
            or_(Person.exit.is_(None), Person.exit >= as_of),
        )
        .correlate(None)
    )
    named = select(Person.id).where(Person.id.in_(list(besides))).correlate(None)
    rows = db.session.scalars(
        select(Person)
        # One list of ids, so that nobody else is looked at.
        .where(Person.id.in_(union_all(granted, named)))
        .order_by(Person.sort_key, Person.id)
    )
    return [TrainerChoice(person.id, person.listed_name) for person in rows]
