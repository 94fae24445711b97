"""The meetings of a month, by day and by room, or of a day."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from sqlalchemy import func, select

from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.kept import kept
from trainingtracker.models import Course, Meeting, Offering
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import OfferingStatus

_WEEK = 7
# A day or a room with more meetings shows so many of them, and how many more there are.
_MOST_A_DAY = 3
_MOST_A_ROOM = 12


class Entry(NamedTuple):
    """One meeting; `clashes` where another one is in the same room at the same time."""

    meeting_id: int
    offering_id: int
    number: str
    course: Bilingual
    status: OfferingStatus
    starts_at: datetime
    ends_at: datetime
    venue: str
    online: bool
    clashes: bool = False


class Shortened(NamedTuple):
    """The meetings shown of a day or a room; `total` is how many there are."""

    entries: list[Entry]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.entries)


@dataclass(frozen=True)
class Month:
    """The meetings of a month: in weeks of seven days, and by room in the order of the alphabet."""

    first: date
    entries: tuple[Entry, ...]

    @property
    def previous(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def next(self) -> date:
        return clock.add_months(self.first, 1)

    @cached_property
    def by_day(self) -> Mapping[date, list[Entry]]:
        found: dict[date, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            found[clock.local_day(entry.starts_at)].append(entry)
        return found

    @cached_property
    def weeks(self) -> list[list[tuple[date, Shortened]]]:
        """Whole weeks from Monday on; days of other months have nothing in them."""
        day, end = self.first - timedelta(days=self.first.weekday()), self.next
        weeks = []
        while day < end:
            week = [day + timedelta(days=number) for number in range(_WEEK)]
            weeks.append([(each, self._on(each)) for each in week])
            day += timedelta(days=_WEEK)
        return weeks

    def _on(self, day: date) -> Shortened:
        return _shorten(self.by_day.get(day, []), _MOST_A_DAY)

    @cached_property
    def rooms(self) -> list[tuple[str, Shortened]]:
        """Each room with its meetings; what has none stands last, under an empty name."""
        by_room: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            by_room[entry.venue].append(entry)
        rooms = sorted(by_room.items(), key=lambda room: (not room[0], room[0].casefold()))
        return [(room, _shorten(entries, _MOST_A_ROOM)) for room, entries in rooms]


def _shorten(entries: list[Entry], most: int) -> Shortened:
    """The first ones; those that clash in any case, as far as there is room."""
    chosen = sorted(entries, key=lambda entry: not entry.clashes)[:most]
    shown = {entry.meeting_id for entry in chosen}
    return Shortened([e for e in entries if e.meeting_id in shown], len(entries))


def month(first: date, venue: str = "") -> Month:
    """The month that begins on a day, of one room or of all; looked for once a change."""

    def look() -> Month:
        return Month(first, tuple(_entries(first, clock.add_months(first, 1), venue)))

    return kept(("month", first, venue), look, of=(Meeting, Offering, Course), large=True)


def meetings_of(day: date, venue: str = "") -> list[Entry]:
    """Those of a day, in one room or in all; one query."""
    return _entries(day, day + timedelta(days=1), venue)


def _entries(first: date, end: date, venue: str) -> list[Entry]:
    """What begins from the first day on and before the end."""
    found = db.session.execute(
        select(
            Meeting.id,
            Meeting.offering_id,
            Offering.number,
            Course.title,
            Offering.status,
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.venue,
            Meeting.link,
        )
        .join(Offering, Offering.id == Meeting.offering_id)
        .join(Course, Course.id == Offering.course_id)
        .where(
            Offering.status != OfferingStatus.CANCELLED,
            Meeting.starts_at >= clock.at(first),
            Meeting.starts_at < clock.at(end),
            *((Meeting.venue == venue,) if venue else ()),
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )
    entries = [Entry(*row[:-1], online=bool(row.link)) for row in found]
    clashing = _clashing(entries)
    return [e._replace(clashes=True) if e.meeting_id in clashing else e for e in entries]


def venues() -> list[str]:
    """Every room that was ever used, in the order of the alphabet; looked for once a change."""
    used = select(Meeting.venue).where(Meeting.venue != "").group_by(Meeting.venue)
    by_name = used.order_by(func.lower(Meeting.venue))
    return kept(("venues",), lambda: list(db.session.scalars(by_name)), of=(Meeting,))


def _clashing(entries: list[Entry]) -> set[int]:
    """The meetings that share a room and a time; the entries come in the order of their start."""
    found: set[int] = set()
    last: dict[str, Entry] = {}
    for entry in entries:
        before = last.get(entry.venue)
        if entry.venue and before and entry.starts_at < before.ends_at:
            found |= {before.meeting_id, entry.meeting_id}
        if before is None or entry.ends_at > before.ends_at:
            last[entry.venue] = entry
    return found
