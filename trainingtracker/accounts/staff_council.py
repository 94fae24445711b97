"""The staff council: its members' own training is in nobody's overview."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, or_, select

from trainingtracker.extensions import db
from trainingtracker.models import Account, RoleGrant
from trainingtracker.vocabulary import Role


def members(as_of: date) -> Select[int | None]:
    """The ids of those who belong to the staff council on the day."""
    return (
        select(Account.person_id)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(
            Account.person_id.is_not(None),
            RoleGrant.role == Role.STAFF_COUNCIL,
            RoleGrant.since <= as_of,
            or_(RoleGrant.until.is_(None), RoleGrant.until > as_of),
        )
    )


def members_among(person_ids: Collection[int], as_of: date) -> set[int]:
    """Those of the people who belong to the staff council on the day."""
    among = members(as_of).where(Account.person_id.in_(list(person_ids)))
    return set(db.session.scalars(among))
