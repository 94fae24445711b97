"""Attendance: who was at which meeting, and what share of the course that makes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.accounts.permissions import can_run_offering
from trainingtracker.enrolment.locking import lock_offering
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Attendance, Enrolment, Meeting
from trainingtracker.text import mark
from trainingtracker.vocabulary import OfferingStatus, Presence, Status

# A participant at a meeting: the ids of enrolment and meeting.
Cell = tuple[int, int]
_GONE = mark("This meeting does not exist any more.")


@dataclass(frozen=True)
class Entry:
    """What is recorded of one participant at one meeting; no minutes means the whole of it."""

    presence: Presence
    minutes: int | None = None


def record(meeting_id: int, entries: Mapping[int, Entry | None], actor: Actor) -> None:
    """Record a meeting's attendance: enrolment id -> entry, None taking a record back.

    Participants left out keep what is recorded. HR and the offering's trainers do this, from the
    start of the meeting until the offering is closed.
    """
    meeting = db.session.get(Meeting, meeting_id)
    if meeting is None:
        raise RuleViolation(_GONE)
    cells = {(enrolment_id, meeting_id): entry for enrolment_id, entry in entries.items()}
    _record(meeting.offering_id, cells, actor)


def record_grid(offering_id: int, entries: Mapping[Cell, Entry | None], actor: Actor) -> None:
    """Record several meetings of an offering at once, by the rules of a single one.

    What is left out keeps what is recorded.
    """
    _record(offering_id, entries, actor)


def _record(offering_id: int, entries: Mapping[Cell, Entry | None], actor: Actor) -> None:
    if not can_run_offering(actor, offering_id):
        raise NotAllowed(mark("HR and the trainers of the course record its attendance."))
    offering = lock_offering(offering_id)
    wanted = {meeting_id for _, meeting_id in entries}
    meetings = {meeting.id: meeting for meeting in offering.meetings if meeting.id in wanted}
    if len(meetings) < len(wanted):
        raise RuleViolation(_GONE)
    _check_begun(meetings.values())
    _check_participants(offering.id, {enrolment_id for enrolment_id, _ in entries}, actor)
    if offering.status is OfferingStatus.CLOSED and not actor.is_hr:
        raise RuleViolation(mark("The offering is closed. HR can still correct a result."))
    recorded = {
        (row.enrolment_id, row.meeting_id): row
        for row in db.session.scalars(select(Attendance).where(Attendance.meeting_id.in_(wanted)))
    }
    for cell, entry in entries.items():
        _put(meetings[cell[1]], cell[0], recorded.get(cell), entry, actor)
    db.session.flush()


def _check_begun(meetings: Iterable[Meeting]) -> None:
    for meeting in meetings:
        if meeting.starts_at > clock.now():
            raise RuleViolation(
                mark("The meeting begins on %(start)s; attendance can be recorded from then on."),
                start=meeting.starts_at,
            )


def _check_participants(offering_id: int, enrolment_ids: set[int], actor: Actor) -> None:
    """All of them take part, and nobody records their own attendance."""
    confirmed = {
        row.id: row.person_id
        for row in db.session.execute(
            select(Enrolment.id, Enrolment.person_id).where(
                Enrolment.offering_id == offering_id, Enrolment.status == Status.CONFIRMED
            )
        )
    }
    if not enrolment_ids <= set(confirmed):
        raise RuleViolation(
            mark(
                "Somebody on this page no longer has a confirmed place, or has a result already."
                " Reload the page to see who takes part now."
            )
        )
    if actor.person_id in {confirmed[enrolment_id] for enrolment_id in enrolment_ids}:
        raise NotAllowed(
            mark("You take part yourself: somebody else has to record your attendance.")
        )


def _put(
    meeting: Meeting, enrolment_id: int, row: Attendance | None, entry: Entry | None, actor: Actor
) -> None:
    if entry is None:
        if row is not None:
            db.session.delete(row)
        return
    minutes = _checked_minutes(meeting, entry)
    if row is None:
        row = Attendance(enrolment_id=enrolment_id, meeting_id=meeting.id)
        db.session.add(row)
    elif (row.presence, row.minutes) == (entry.presence, minutes):
        return
    row.presence, row.minutes = entry.presence, minutes
    row.recorded_by_id, row.recorded_at = actor.person_id, clock.now()


def _checked_minutes(meeting: Meeting, entry: Entry) -> int | None:
    if entry.presence is not Presence.PRESENT or entry.minutes is None:
        return None
    length = duration(meeting)
    if not 0 < entry.minutes <= length:
        raise RuleViolation(
            mark("The meeting takes %(length)s minutes; %(minutes)s minutes cannot be right."),
            length=length,
            minutes=entry.minutes,
        )
    return None if entry.minutes == length else entry.minutes


def duration(meeting: Meeting) -> int:
    """The length of a meeting in minutes."""
    return int((meeting.ends_at - meeting.starts_at).total_seconds() // 60)


@dataclass(frozen=True)
class AttendedShare:
    """What a participant attended of an offering, in minutes; `unrecorded` counts meetings."""

    minutes: int
    of_minutes: int
    unrecorded: int

    @property
    def percent(self) -> int:
        """Rounded down, so that 79.9 % is not 80 %."""
        return self.minutes * 100 // self.of_minutes if self.of_minutes else 0


def attended_shares(
    meetings: list[Meeting], enrolment_ids: Iterable[int]
) -> dict[int, AttendedShare]:
    """The attended share of each enrolment, in one query."""
    wanted = list(enrolment_ids)
    lengths = {meeting.id: duration(meeting) for meeting in meetings}
    minutes = dict.fromkeys(wanted, 0)
    recorded = dict.fromkeys(wanted, 0)
    rows = db.session.execute(
        select(
            Attendance.enrolment_id, Attendance.meeting_id, Attendance.presence, Attendance.minutes
        ).where(Attendance.enrolment_id.in_(wanted), Attendance.meeting_id.in_(list(lengths)))
    )
    for enrolment_id, meeting_id, presence, part in rows:
        recorded[enrolment_id] += 1
        if presence is Presence.PRESENT:
            minutes[enrolment_id] += lengths[meeting_id] if part is None else part
    total = sum(lengths.values())
    return {
        enrolment_id: AttendedShare(
            minutes[enrolment_id], total, len(lengths) - recorded[enrolment_id]
        )
        for enrolment_id in wanted
    }
