"""The worker's sign of life: a file in the instance folder, written each time it has looked.

A file, because a row written every half a minute would fill the audit with nothing.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

_NAME = "worker.json"
# A worker that is started by a timer says nothing about the next time; the timer is ours to trust.
BY_TIMER = timedelta(hours=2)
_PATIENCE = timedelta(minutes=5)


@dataclass(frozen=True)
class Heartbeat:
    """When the worker looked, and until when the next sign is not late."""

    at: datetime
    next_by: datetime


def beat(instance: Path, now: datetime, every: timedelta | None) -> None:
    """Leave a sign; `every` is how often the worker looks, None where a timer starts it."""
    next_by = now + (every + _PATIENCE if every else BY_TIMER)
    beside = instance / f".{_NAME}"
    beside.write_text(json.dumps({"at": now.isoformat(), "next_by": next_by.isoformat()}))
    beside.replace(instance / _NAME)


def last(instance: Path) -> Heartbeat | None:
    """The last sign; None where there is none that can be read."""
    try:
        found = json.loads((instance / _NAME).read_text())
        return Heartbeat(
            datetime.fromisoformat(found["at"]), datetime.fromisoformat(found["next_by"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
