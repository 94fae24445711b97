"""An offering as it will be: what the list says, else what there is."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from trainingtracker import clock
from trainingtracker.catalogue.offering_facts import MeetingFacts, OfferingFacts
from trainingtracker.exchange.offerings.entries import Entry
from trainingtracker.exchange.preview import FieldChange, differences
from trainingtracker.text import Listed, mark, span

_DEADLINES = ("enrolment_closes", "withdrawal_deadline")


def planned(entry: Entry, stored: OfferingFacts | None) -> OfferingFacts:
    """All facts of the offering; meetings of the same beginning stay the same meetings."""
    meetings = _meetings(entry.meetings, stored.meetings if stored else ())
    first = min((meeting.starts_at for meeting in meetings), default=None)
    said = {name: value for name, value in entry.said.items() if name not in ("status", "trainers")}
    for name in ("enrolment_opens", *_DEADLINES):
        if name in said:
            before = getattr(stored, name) if stored else None
            said[name] = _instant(said[name], before, first, deadline=name in _DEADLINES)
    if "trainers" in entry.said:
        said["trainer_ids"] = entry.said["trainers"]
    if stored:
        trainers = said.get("trainer_ids", stored.trainer_ids)
        if set(trainers) == set(stored.trainer_ids):
            said["trainer_ids"] = stored.trainer_ids
        return replace(stored, course_id=entry.course.id, meetings=meetings, **said)
    said.setdefault("max_places", 0)
    return OfferingFacts(course_id=entry.course.id, meetings=meetings, **said)


def _meetings(
    listed: Iterable[MeetingFacts], stored: tuple[MeetingFacts, ...]
) -> tuple[MeetingFacts, ...]:
    """A meeting that is moved keeps its identity: the others, in order, stand for one another."""
    wanted = sorted(listed, key=lambda meeting: meeting.starts_at)
    begins = {meeting.starts_at: meeting for meeting in stored}
    left = [m for m in stored if m.starts_at not in {w.starts_at for w in wanted}]
    ids = [
        begins[meeting.starts_at].id
        if meeting.starts_at in begins
        else left.pop(0).id
        if left
        else None
        for meeting in wanted
    ]
    return tuple(replace(meeting, id=row_id) for meeting, row_id in zip(wanted, ids, strict=True))


def _instant(
    day: date, before: datetime | None, first: datetime | None, *, deadline: bool
) -> datetime:
    """The beginning or the end of a day; what is on record keeps its time while the day stays."""
    if before is not None:
        day_before = _last_day(before) if deadline else clock.local_day(before)
        if day_before == day:
            return before
    if not deadline:
        return clock.at(day)
    end = clock.end_of(day)
    return min(end, first) if first is not None and clock.local_day(first) == day else end


def _last_day(deadline: datetime) -> date:
    last = clock.last_day(deadline)
    return clock.local_day(last) if isinstance(last, datetime) else last


def changes(
    before: OfferingFacts | None, after: OfferingFacts, names: Mapping[int, str]
) -> tuple[FieldChange, ...]:
    """The fields that change; for a new offering everything it says."""
    was = _shown(before, names) if before else {}
    return differences(
        (label, was.get(label), value) for label, value in _shown(after, names).items()
    )


def _shown(facts: OfferingFacts, names: Mapping[int, str]) -> dict[str, Any]:
    return {
        mark("Meetings"): Listed(tuple(_When(meeting) for meeting in facts.meetings)),
        mark("Maximum places"): facts.max_places,
        mark("Minimum participants"): facts.min_places,
        mark("Enrolment opens"): _day(facts.enrolment_opens),
        mark("Enrolment closes"): _day(facts.enrolment_closes, deadline=True),
        mark("Withdrawal deadline"): _day(facts.withdrawal_deadline, deadline=True),
        mark("Trainers"): ", ".join(names[each] for each in facts.trainer_ids) or None,
    }


def _day(instant: datetime | None, *, deadline: bool = False) -> date | None:
    if instant is None:
        return None
    return _last_day(instant) if deadline else clock.local_day(instant)


class _When:
    """A meeting in the words of its reader."""

    def __init__(self, meeting: MeetingFacts) -> None:
        self._of = (meeting.starts_at, meeting.ends_at, meeting.venue.strip())

    def in_language(self, language: str) -> str:
        starts, ends, venue = self._of
        return " ".join(filter(None, (span(starts, ends, language), venue)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _When) and self._of == other._of

    def __hash__(self) -> int:
        return hash(self._of)
