"""Who may be chosen as a trainer of an offering."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlalchemy import or_, select

from trainingtracker.extensions import db
from trainingtracker.models import Account, Person, RoleGrant
from trainingtracker.vocabulary import Role


class TrainerChoice(NamedTuple):
    person_id: int
    listed_name: str


def possible_trainers(as_of: date, besides: Iterable[int] = ()) -> list[TrainerChoice]:
    """Employed people with the role of a trainer on the day, and those named, by name."""
    granted = (
        select(Account.person_id)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(
            RoleGrant.role == Role.TRAINER,
            RoleGrant.since <= as_of,
            or_(RoleGrant.until.is_(None), RoleGrant.until > as_of),
        )
    )
    employed = or_(Person.exit.is_(None), Person.exit >= as_of)
    rows = db.session.scalars(
        select(Person)
        .where(or_(Person.id.in_(granted) & employed, Person.id.in_(list(besides))))
        .order_by(Person.sort_key, Person.id)
    )
    return [TrainerChoice(person.id, person.listed_name) for person in rows]
