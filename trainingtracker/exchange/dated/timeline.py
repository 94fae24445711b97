"""Dated facts in memory: what a new statement of the list does to the rows on record.

The same rule as `organisation/dated.py`, for thousands of people at once: rows are superseded and
written anew, never edited. What is planned for later than today stays planned.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Period(Generic[Value]):
    """One row on record: `value` held from `since` (inclusive) until `until` (exclusive)."""

    id: int
    since: date
    until: date | None
    value: Value

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(slots=True)
class Rewrite(Generic[Value]):
    """Rows to supersede, by id, and rows to add: (since, until, value)."""

    superseded: list[int] = field(default_factory=list)
    added: list[tuple[date, date | None, Value]] = field(default_factory=list)


def held_on(periods: Sequence[Period[Value]], day: date) -> Period[Value] | None:
    """The row that holds on a day; the later one where several do."""
    latest: Period[Value] | None = None
    for period in periods:
        if period.holds_on(day) and (
            latest is None or (period.since, period.id) > (latest.since, latest.id)
        ):
            latest = period
    return latest


def state_from(
    periods: Sequence[Period[Value]], value: Value, on: date, today: date
) -> Rewrite[Value] | None:
    """From `on` until today (and on) the fact has this value; None where it has already."""
    last = max(on, today)
    if all(_is(held_on(periods, day), value) for day in (on, last)):
        return None
    rewrite = _cut(periods, on, last)
    since = on
    for period in periods:
        if period.id in rewrite.superseded and period.since < on and period.value == value:
            # It was so before and goes on: one row, not two that touch.
            rewrite.added.remove((period.since, on, period.value))
            since = min(since, period.since)
    planned = [period.since for period in periods if period.since > last]
    rewrite.added.append((since, min(planned, default=None), value))
    return rewrite


def end_on(periods: Sequence[Period[Value]], on: date) -> Rewrite[Value] | None:
    """The fact ends on `on` (exclusive) and nothing comes after; None where that is so already."""
    rewrite = _cut(periods, on, date.max)
    return rewrite if rewrite.superseded else None


def _cut(periods: Sequence[Period[Value]], on: date, last: date) -> Rewrite[Value]:
    """Drop what begins from `on` to `last`, shorten to `on` what began before and reaches it."""
    rewrite: Rewrite[Value] = Rewrite()
    for period in periods:
        reaches = period.until is None or period.until > on
        if on <= period.since <= last:
            rewrite.superseded.append(period.id)
        elif period.since < on and reaches:
            rewrite.superseded.append(period.id)
            rewrite.added.append((period.since, on, period.value))
    return rewrite


def _is(period: Period[Value] | None, value: Value) -> bool:
    return period is not None and period.value == value
