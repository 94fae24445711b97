"""Until when people move up by themselves, and the rule of a waiting list as pages state it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from trainingtracker import clock, settings
from trainingtracker.models import Offering
from trainingtracker.vocabulary import MovingUp
from trainingtracker.working_days import WorkingDays


@dataclass(frozen=True)
class MovingUpEnd:
    """When moving up ends: some working days before the start, as set for all or for one."""

    days: int
    working_days: WorkingDays

    def of(self, offering: Offering) -> datetime | None:
        """From when on nobody moves up by themselves; None while the offering has no date."""
        start = offering.starts_at
        days = self.days if offering.moving_up_stops is None else offering.moving_up_stops
        if start is None or days == 0:
            return start
        return clock.at(self.working_days.before(clock.local_day(start), days), time())


@dataclass(frozen=True)
class WaitingRule:
    """How people move up: at once or by an offer, and until when (None: no date yet)."""

    moving_up: MovingUp
    offer_days: int
    ends: datetime | None

    @property
    def over(self) -> bool:
        """Whether the start is so close that nobody moves up by themselves any more."""
        return self.ends is not None and self.ends <= clock.now()


def moving_up_end() -> MovingUpEnd:
    """As the administration has set it; one query."""
    found = settings.several("moving_up_stops", "federal_state")
    return MovingUpEnd(found["moving_up_stops"], WorkingDays(found["federal_state"]))


def waiting_rules(offerings: Iterable[Offering]) -> dict[int, WaitingRule]:
    """Offering id -> its rule, in one query."""
    end = moving_up_end()
    return {
        each.id: WaitingRule(each.moving_up, each.offer_days, end.of(each)) for each in offerings
    }
