"""Days from a first to a last one, both inclusive, as a condition on offerings."""

from datetime import date, datetime
from typing import NamedTuple, TypeAlias

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import InstrumentedAttribute

from trainingtracker import clock
from trainingtracker.models import Offering

_OfferingId: TypeAlias = ColumnElement[int] | InstrumentedAttribute[int]


class Span(NamedTuple):
    """The days that something is counted in, of all offerings or of some."""

    first: date
    last: date
    offering_ids: frozenset[int] | None = None

    def of(self, offering_ids: frozenset[int]) -> "Span":
        """The same days of some offerings."""
        return self._replace(offering_ids=offering_ids)

    def has(
        self, offering_id: ColumnElement[int] | InstrumentedAttribute[int]
    ) -> list[ColumnElement[bool]]:
        """The condition that an offering is among those."""
        return [] if self.offering_ids is None else [offering_id.in_(self.offering_ids)]

    @property
    def covers(self) -> ColumnElement[bool]:
        """The condition on Offering that it ends on one of these days."""
        return and_(
            Offering.ends_at >= clock.at(self.first),
            Offering.ends_at < clock.end_of(self.last),
            *self.has(Offering.id),
        )


def day_of(instant: datetime | None) -> date:
    """The calendar day of an instant that a span covers."""
    assert instant is not None
    return clock.local_day(instant)
