"""Dated rows of one table, gathered while comparing and written in two statements."""

from collections.abc import Callable
from datetime import date
from typing import Any, Generic

from trainingtracker import clock, privacy
from trainingtracker.exchange.dated.timeline import Rewrite, Value
from trainingtracker.extensions import Model


class DatedWrites(Generic[Value]):
    """`row` turns the owner's key and a value into columns, once all owners have an id."""

    def __init__(self, model: type[Model], row: Callable[[str, Value], dict[str, Any]]) -> None:
        self._model = model
        self._row = row
        self._superseded: list[int] = []
        self._added: list[tuple[str, date, date | None, Value]] = []

    def add(self, owner: str, rewrite: Rewrite[Value]) -> None:
        """A list may have very many: what is kept of each is no more than what is written."""
        self._superseded += rewrite.superseded
        self._added += [(owner, *added) for added in rewrite.added]

    def write(self) -> None:
        """Supersede and add, at one instant, so that every instant knows exactly one state."""
        now = clock.now()
        superseded = [{"id": row_id, "superseded_at": now} for row_id in self._superseded]
        added = (
            {**self._row(owner, value), "since": since, "until": until, "recorded_at": now}
            for owner, since, until, value in self._added
        )
        privacy.bulk_update(self._model, superseded)
        privacy.bulk_insert(self._model, added)
