"""The access log: who looked at other people's personal data, when, with which filters."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session, SessionTransaction

from trainingtracker import clock
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

    Inside a transaction that writes, the look is recorded once that has ended, however it ends:
    two writers of one request would wait for each other. The reader's own record is nobody else's
    data and is not logged.
    """
    if person_id is not None and person_id == actor_id:
        return
    values: dict[str, Any] = {
        "at": clock.now(),
        "kind": kind,
        "actor_id": actor_id,
        "person_id": person_id,
        "row_count": row_count,
        "filters": dict(filters or {}),
    }
    session = db.session()
    if session.info.get("mode") == "write" and session.in_transaction():
        _write_after(session, values)
    else:
        _write(db.engine, values)


def _write(engine: Engine, values: dict[str, Any]) -> None:
    with Session(engine.execution_options(begin_mode="write")) as session:
        session.add(AccessEntry(**values))
        session.commit()


def _write_after(session: Session, values: dict[str, Any]) -> None:
    """Write when the session's transaction ends; savepoints within it do not count."""
    engine, waiting = db.engine, [values]

    def ended(_session: Session, transaction: SessionTransaction) -> None:
        if transaction.parent is None and waiting:
            _write(engine, waiting.pop())

    event.listen(session, "after_transaction_end", ended)
