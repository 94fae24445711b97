"""A month of meetings, by day and by room."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select

from trainingtracker import clock
from trainingtracker.extensions import db
from trainingtracker.models import Course, Meeting, Offering
from trainingtracker.text import Bilingual
from trainingtracker.vocabulary import OfferingStatus

_WEEK = 7


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

    @property
    def weeks(self) -> list[list[tuple[date, list[Entry]]]]:
        """Whole weeks from Monday on; days of other months have nothing in them."""
        by_day: dict[date, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            by_day[clock.local_day(entry.starts_at)].append(entry)
        day, end = self.first - timedelta(days=self.first.weekday()), self.next
        weeks = []
        while day < end:
            week = [day + timedelta(days=number) for number in range(_WEEK)]
            weeks.append([(each, by_day.get(each, [])) for each in week])
            day += timedelta(days=_WEEK)
        return weeks

    @property
    def rooms(self) -> list[tuple[str, list[Entry]]]:
        """Each room with its meetings; what has none stands last, under an empty name."""
        by_room: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            by_room[entry.venue].append(entry)
        return sorted(by_room.items(), key=lambda room: (not room[0], room[0].casefold()))


def month(first: date, venue: str = "") -> Month:
    """The month that begins on a day, of one room or of all; one query."""
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
            Meeting.starts_at < clock.at(clock.add_months(first, 1)),
            *((Meeting.venue == venue,) if venue else ()),
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )
    entries = [Entry(*row[:-1], online=bool(row.link)) for row in found]
    clashing = _clashing(entries)
    return Month(first, tuple(e._replace(clashes=e.meeting_id in clashing) for e in entries))


def venues() -> list[str]:
    """Every room that was ever used, in the order of the alphabet; one query."""
    found = db.session.scalars(
        select(Meeting.venue).where(Meeting.venue != "").group_by(Meeting.venue)
        .order_by(func.lower(Meeting.venue))
    )  # fmt: skip
    return list(found)


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
