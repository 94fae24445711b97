"""The languages that a course can be held in or teach."""

from sqlalchemy import select

from trainingtracker.extensions import db
from trainingtracker.models import Language


def in_order() -> list[Language]:
    """All languages, as the reference list orders them."""
    return list(db.session.scalars(select(Language).order_by(Language.id)))
