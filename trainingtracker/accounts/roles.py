"""Who holds a role on a day."""

from datetime import date

from sqlalchemy import or_, select

from trainingtracker.extensions import db
from trainingtracker.models import Account, Person, RoleGrant
from trainingtracker.vocabulary import Role


def holders(role: Role, as_of: date) -> list[Person]:
    """Employed people who have a role for the whole administration, by name."""
    granted = (
        select(Account.person_id)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(
            Account.active.is_(True),
            RoleGrant.role == role,
            RoleGrant.unit_id.is_(None),
            RoleGrant.since <= as_of,
            or_(RoleGrant.until.is_(None), RoleGrant.until > as_of),
        )
    )
    return list(
        db.session.scalars(
            select(Person)
            .where(Person.id.in_(granted), or_(Person.exit.is_(None), Person.exit >= as_of))
            .order_by(Person.sort_key, Person.id)
        )
    )
