"""The access log: who looked at other people's personal data, when, with which filters."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from trainingtracker.extensions import db
from trainingtracker.models import AccessEntry
from trainingtracker.vocabulary import AccessKind


def log_access(
    kind: AccessKind,
    *,
    actor_id: int | None,
    person_id: int | None = None,
    row_count: int | None = None,
    filters: Mapping[str, Any] | None = None,
) -> None:
    """Record a look, in a short transaction of its own: reading must not hold a write lock.

    The reader's own record is nobody else's data and is not logged.
    """
    if person_id is not None and person_id == actor_id:
        return
    with Session(db.engine.execution_options(begin_mode="write")) as session:
        session.add(
            AccessEntry(
                kind=kind,
                actor_id=actor_id,
                person_id=person_id,
                row_count=row_count,
                filters=dict(filters or {}),
            )
        )
        session.commit()
