"""When people of the example city act: on working days between seven and six, not at night."""

from datetime import datetime, time, timedelta

from trainingtracker import clock

_OPENS, _CLOSES = time(7), time(18)
_DAY = timedelta(days=1)
# What would have happened at night or at a weekend is spread over the next working morning.
_MORNING = timedelta(hours=4)


def at_work(when: datetime, before: datetime | None = None) -> datetime:
    """The instant itself by day, else one of the next working morning.

    It is never earlier, so what follows from something still comes after it; an instant not
    `before` the given one stays as it was.
    """
    local = clock.local(when)
    day, at_midnight = local.date(), clock.at(local.date())
    if local.time() >= _CLOSES:
        day += _DAY
    if day.weekday() < 5 and _OPENS <= local.time() < _CLOSES:
        return when
    while day.weekday() > 4:
        day += _DAY
    found = clock.at(day, _OPENS) + _MORNING * ((when - at_midnight) / (_DAY + _MORNING))
    return when if before is not None and found >= before else found
