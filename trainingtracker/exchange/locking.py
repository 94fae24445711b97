"""One list at a time: the lock of imports, held by writing its row."""

from sqlalchemy import update

from trainingtracker.extensions import db
from trainingtracker.models import NamedLock

_NAME = "imports"


def lock_imports() -> None:
    """Wait until no other transaction brings in a list, and let none until this one ends."""
    held = db.session.execute(
        # Not audited on purpose: the counter is a lock, not a fact.
        update(NamedLock)
        .where(NamedLock.name == _NAME)
        .values(counter=NamedLock.counter + 1)
        .execution_options(synchronize_session=False)
    )
    assert held.rowcount == 1, "the migrations have added this row"  # type: ignore[attr-defined]
