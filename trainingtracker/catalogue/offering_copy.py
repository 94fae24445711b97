"""Copying an offering to new dates: what moves with the dates, and what speaks against a day.

Everything moves by the same number of days on the administration's calendar; the clock on the wall
shows the same times, also across a change of daylight saving.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import Enum
from typing import NamedTuple

from sqlalchemy import func, select

from trainingtracker import clock, settings
from trainingtracker.catalogue.offering_facts import MeetingFacts, OfferingFacts
from trainingtracker.extensions import db
from trainingtracker.models import Meeting, Offering, OfferingTrainer
from trainingtracker.text import Message, mark
from trainingtracker.vocabulary import OfferingStatus
from trainingtracker.working_days import public_holidays

_SATURDAY = 5
_WEEKS_AHEAD = 104
# The others take nobody's time and no room any more.
_LIVE = (OfferingStatus.DRAFT, OfferingStatus.PUBLISHED)


class Concern(Enum):
    """Why somebody may not want a meeting on a day; nothing of it forbids the day."""

    PAST = mark("%(day)s is in the past.")
    WEEKEND = mark("%(day)s is on a weekend.")
    HOLIDAY = mark("%(day)s is a public holiday.")
    VENUE = mark("%(day)s: %(offering)s is in %(venue)s at that time.")
    TRAINER = mark("%(day)s: a trainer leads %(offering)s at that time.")


class _Occupied(NamedTuple):
    """A meeting of another offering that has the venue or a trainer."""

    starts_at: datetime
    ends_at: datetime
    venue: str
    number: str
    trainer_ids: frozenset[int]


def copied(facts: OfferingFacts, first: date) -> OfferingFacts:
    """The facts with the first meeting on `first` and all else as many days later or earlier.

    The meetings are new ones. Raises ValueError for an offering without meetings.
    """
    days = first - _first_day(facts)
    return replace(
        facts,
        decide_on=facts.decide_on + days if facts.decide_on else None,
        enrolment_opens=_moved(facts.enrolment_opens, days),
        enrolment_closes=_moved(facts.enrolment_closes, days),
        withdrawal_deadline=_moved(facts.withdrawal_deadline, days),
        meetings=tuple(
            replace(
                meeting,
                id=None,
                starts_at=_shifted(meeting.starts_at, days),
                ends_at=_shifted(meeting.ends_at, days),
            )
            for meeting in facts.meetings
        ),
        quotas=tuple(
            replace(quota, id=None, last_day=quota.last_day + days) for quota in facts.quotas
        ),
    )


def suggested_day(facts: OfferingFacts) -> date:
    """The next same weekday on which people can still enrol, and venue and trainers are free.

    Where none of the next two years is free, the next one on which people can still enrol.
    """
    original, now = _first_day(facts), clock.now()
    weeks = max(1, (clock.today() - original).days // 7)
    while (_closes(moved := copied(facts, original + timedelta(weeks=weeks)))) <= now:
        weeks += 1
    earliest = original + timedelta(weeks=weeks)
    until = moved.ends_at + timedelta(weeks=_WEEKS_AHEAD) if moved.ends_at else None
    taken = _occupied(facts, moved.starts_at or now, until)
    for week in range(_WEEKS_AHEAD):
        day = earliest + timedelta(weeks=week)
        if not any(_clashes(copied(facts, day), taken)):
            return day
    return earliest


def concerns(facts: OfferingFacts, besides: int | None = None) -> list[Message]:
    """What speaks against the days of the meetings, in their order; two queries.

    `besides` is the offering itself where it is stored already.
    """
    today, state = clock.today(), settings.get("federal_state")
    taken = _occupied(facts, facts.starts_at, facts.ends_at, besides)
    clashing = list(_clashes(facts, taken))
    found = []
    for meeting in sorted(facts.meetings, key=lambda each: each.starts_at):
        day = clock.local_day(meeting.starts_at)
        if day < today:
            found.append(Message(Concern.PAST.value, {"day": day}))
        if day.weekday() >= _SATURDAY:
            found.append(Message(Concern.WEEKEND.value, {"day": day}))
        elif day in public_holidays(state, day.year):
            found.append(Message(Concern.HOLIDAY.value, {"day": day}))
        found += [_clash(*clash) for clash in clashing if clash[0] is meeting]
    return found


def clashes(facts: OfferingFacts, besides: int | None = None) -> list[Message]:
    """Where the venue or a trainer is taken at the time of a meeting, in their order; one query."""
    taken = _occupied(facts, facts.starts_at, facts.ends_at, besides)
    in_order = sorted(_clashes(facts, taken), key=lambda clash: clash[0].starts_at)
    return [_clash(*clash) for clash in in_order]


def _clash(meeting: MeetingFacts, concern: Concern, occupied: _Occupied) -> Message:
    day = clock.local_day(meeting.starts_at)
    values = {"day": day, "offering": occupied.number, "venue": occupied.venue}
    return Message(concern.value, values)


def _first_day(facts: OfferingFacts) -> date:
    if facts.starts_at is None:
        raise ValueError("an offering without meetings has no dates to move")
    return clock.local_day(facts.starts_at)


def _closes(facts: OfferingFacts) -> datetime:
    """The last instant of enrolment of an offering that has meetings."""
    closes = facts.enrolment_closes or facts.starts_at
    return closes or clock.now()


def _moved(instant: datetime | None, days: timedelta) -> datetime | None:
    return None if instant is None else _shifted(instant, days)


def _shifted(instant: datetime, days: timedelta) -> datetime:
    """The same time on the wall clock some days later."""
    wall = clock.local(instant)
    return clock.at(wall.date() + days, wall.time())


def _occupied(
    facts: OfferingFacts,
    first: datetime | None,
    last: datetime | None,
    besides: int | None = None,
) -> list[_Occupied]:
    """Meetings of other offerings in a time that have a venue or a trainer of this one.

    Those of the offerings that are still to come or run, which are few of all there ever were.
    """
    if first is None or last is None:
        return []
    venues = {meeting.venue.strip() for meeting in facts.meetings} - {""}
    rows = db.session.execute(
        select(
            Meeting.id,
            Meeting.starts_at,
            Meeting.ends_at,
            Meeting.venue,
            Offering.number,
            OfferingTrainer.person_id,
        )
        .join(Offering, Offering.id == Meeting.offering_id)
        .outerjoin(
            OfferingTrainer,
            (OfferingTrainer.offering_id == Offering.id)
            & OfferingTrainer.person_id.in_(list(facts.trainer_ids)),
        )
        .where(
            Meeting.starts_at < last,
            Meeting.ends_at > first,
            Offering.status.in_(_LIVE),
            Offering.starts_at < last,
            Offering.ends_at > first,
            OfferingTrainer.person_id.is_not(None) | func.trim(Meeting.venue).in_(venues),
            Offering.id != (besides or 0),
        )
        .order_by(Meeting.starts_at, Meeting.id)
    ).all()
    leading: dict[int, set[int]] = {}
    for row in rows:
        leading.setdefault(row.id, set()).update({row.person_id} - {None})
    return [
        _Occupied(
            row.starts_at, row.ends_at, row.venue.strip(), row.number, frozenset(leading[row.id])
        )
        for row in {row.id: row for row in rows}.values()
    ]


def _clashes(
    facts: OfferingFacts, taken: Iterable[_Occupied]
) -> Iterator[tuple[MeetingFacts, Concern, _Occupied]]:
    for meeting in facts.meetings:
        for other in taken:
            if other.starts_at < meeting.ends_at and meeting.starts_at < other.ends_at:
                if other.trainer_ids:
                    yield meeting, Concern.TRAINER, other
                elif other.venue and other.venue == meeting.venue.strip():
                    yield meeting, Concern.VENUE, other
