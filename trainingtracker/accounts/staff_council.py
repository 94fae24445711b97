"""The staff council: its members' own training is in nobody's overview."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_, select

from trainingtracker.extensions import db
from trainingtracker.models import Account, RoleGrant
from trainingtracker.vocabulary import Role


def members_among(person_ids: Collection[int], as_of: date) -> set[int]:
    """Those of the people who belong to the staff council on the day."""
    return set(
        db.session.scalars(
            select(Account.person_id)
            .join(RoleGrant, RoleGrant.account_id == Account.id)
            .where(
                RoleGrant.role == Role.STAFF_COUNCIL,
                RoleGrant.since <= as_of,
                or_(RoleGrant.until.is_(None), RoleGrant.until > as_of),
                Account.person_id.in_(list(person_ids)),
            )
        )
    )
