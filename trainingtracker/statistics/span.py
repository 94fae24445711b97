"""Days from a first to a last one, both inclusive, as a condition on an instant."""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import InstrumentedAttribute

from trainingtracker import clock


class Span(NamedTuple):
    """The days that something is counted in."""

    first: date
    last: date

    def covers(self, instant: InstrumentedAttribute[datetime | None]) -> ColumnElement[bool]:
        return and_(instant >= clock.at(self.first), instant < clock.end_of(self.last))


def day_of(instant: datetime | None) -> date:
    """The calendar day of an instant that a span covers."""
    assert instant is not None
    return clock.local_day(instant)
