"""A clock that stands still until the test moves it."""

from contextlib import ExitStack
from datetime import date, datetime, time

from trainingtracker import clock


class FrozenClock:
    """Holds `trainingtracker.clock`; begins at nine o'clock on Tuesday, 3 March 2026."""

    def __init__(self) -> None:
        self._held = ExitStack()
        self.move_to(date(2026, 3, 3))

    def move_to(self, when: date | datetime, at: time = time(9)) -> None:
        """To an instant, or to a wall-clock time of a day."""
        self.release()
        instant = when if isinstance(when, datetime) else clock.at(when, at)
        self._held.enter_context(clock.frozen(instant))

    def release(self) -> None:
        self._held.close()
