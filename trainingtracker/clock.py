"""The one seam for time: everything that asks what time it is asks here."""

from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LOCAL_ZONE = ZoneInfo("Europe/Berlin")

_frozen_at: datetime | None = None


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return _frozen_at or datetime.now(UTC)


def lately() -> datetime:
    """The current instant to five minutes: for figures that change by the mere passing of time."""
    instant = now()
    return instant.replace(minute=instant.minute // 5 * 5, second=0, microsecond=0)


def today() -> date:
    """The current calendar day in the administration's time zone."""
    return local_day(now())


def local(instant: datetime) -> datetime:
    """The same instant on the administration's wall clock."""
    return instant.astimezone(LOCAL_ZONE)


def local_day(instant: datetime) -> date:
    """The calendar day on which an instant falls in the administration's time zone."""
    return local(instant).date()


def at(day: date, wall_clock: time = time.min) -> datetime:
    """The instant, in UTC, at which the administration's clocks show this day and time."""
    return datetime.combine(day, wall_clock, tzinfo=LOCAL_ZONE).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The instant at which a day ends (exclusive): the next local midnight."""
    return at(day + timedelta(days=1))


def last_day(deadline: datetime) -> date:
    """The last day on which something is possible: a deadline at midnight ends the day before."""
    return local_day(deadline - timedelta(microseconds=1))


def deadline(instant: datetime) -> date | datetime:
    """How a deadline is told: by its last day where it is the end of a day, else by the instant."""
    return last_day(instant) if at(local_day(instant)) == instant else instant


def beginning(instant: datetime) -> date | datetime:
    """How it is told from when on something holds: by the day where it is the whole of it."""
    day = local_day(instant)
    return day if at(day) == instant else instant


def add_months(day: date, months: int) -> date:
    """The same day of the month some months later, or that month's last day: 31 Jan -> 28 Feb."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@contextmanager
def frozen(instant: datetime) -> Iterator[None]:
    """Hold the clock at an instant, in every thread of this process (tests, the demo city)."""
    global _frozen_at  # noqa: PLW0603 - one clock for all threads is the point
    before, _frozen_at = _frozen_at, instant.astimezone(UTC)
    try:
        yield
    finally:
        _frozen_at = before


# Days beyond have no meaning here, and the first and last of the calendar cannot be reckoned with.
_EARLIEST, _LATEST = date(1950, 1, 1), date(2100, 12, 31)


def plausible_day(sent: str) -> date | None:
    """The day that somebody typed; None where it is no day, or one that nobody here means."""
    try:
        found = date.fromisoformat(sent)
    except ValueError:
        return None
    return found if _EARLIEST <= found <= _LATEST else None
