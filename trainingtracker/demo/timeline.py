"""A calendar of things that happen: each at its instant, with the clock held there."""

import heapq
from collections.abc import Callable
from datetime import datetime
from itertools import count

from trainingtracker import clock

Event = Callable[[], None]


class Timeline:
    """Runs events in the order of their instants; an event may add later ones."""

    def __init__(self, end: datetime) -> None:
        self._end = end
        self._numbers = count()
        self._waiting: list[tuple[datetime, int, Event]] = []

    def add(self, when: datetime, event: Event) -> None:
        """What lies after the end does not happen any more."""
        if when < self._end:
            heapq.heappush(self._waiting, (when, next(self._numbers), event))

    def run(self) -> None:
        while self._waiting:
            when, _, event = heapq.heappop(self._waiting)
            with clock.frozen(when):
                event()
