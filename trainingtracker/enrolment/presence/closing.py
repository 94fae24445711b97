"""Closing an offering: what will happen to each participant, then all of it at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.enrolment import transitions
from trainingtracker.enrolment.locking import lock_offering
from trainingtracker.enrolment.presence.attendance import AttendedShare, attended_shares
from trainingtracker.enrolment.results import apply_result, check_hr, check_not_own, outcome
from trainingtracker.enrolment.states import UNDER_WAY
from trainingtracker.errors import RuleViolation, StaleVersion
from trainingtracker.extensions import db
from trainingtracker.feedback.asking import ask_after_end
from trainingtracker.models import Attendance, Enrolment, Meeting, Offering, Person
from trainingtracker.notify import messages
from trainingtracker.text import Listed, Message, mark
from trainingtracker.vocabulary import Action, OfferingStatus, Result, Status

REASON_NOT_DECIDED = mark("The course took place before the request was decided.")


@dataclass(frozen=True)
class ClosingLine:
    """What closing does to one enrolment; no share where the person had no place."""

    enrolment: Enrolment
    share: AttendedShare | None
    result: Result | None
    action: Action


@dataclass(frozen=True)
class ClosingPreview:
    """The lines of a closing, and what still stands in its way."""

    lines: list[ClosingLine]
    meetings_unrecorded: list[Meeting]
    over: bool

    @property
    def possible(self) -> bool:
        return self.over and not self.meetings_unrecorded

    @property
    def seen(self) -> str:
        """What whoever closes has looked at: who, in which status, with which share."""
        return ",".join(
            f"{line.enrolment.id}:{line.enrolment.status.value}:"
            f"{line.share.percent if line.share else ''}"
            for line in sorted(self.lines, key=lambda line: line.enrolment.id)
        )


def preview(offering: Offering, results: Mapping[int, Result] | None = None) -> ClosingPreview:
    """What closing would do, with results by enrolment id (passed where none is given)."""
    results = results or {}
    enrolments = db.session.scalars(
        select(Enrolment)
        .join(Enrolment.person)
        .where(
            Enrolment.offering_id == offering.id,
            Enrolment.status.in_(UNDER_WAY),
        )
        .options(joinedload(Enrolment.person))
        .order_by(Person.sort_key, Person.id)
    ).all()
    participants = [e.id for e in enrolments if e.status is Status.CONFIRMED]
    shares = attended_shares(offering.meetings, participants)
    lines = [
        _line(enrolment, offering, shares.get(enrolment.id), results.get(enrolment.id))
        for enrolment in enrolments
    ]
    return ClosingPreview(
        lines=lines,
        meetings_unrecorded=_unrecorded(offering, participants),
        over=offering.ends_at is not None and offering.ends_at <= clock.now(),
    )


def close_offering(
    offering_id: int,
    actor: Actor,
    results: Mapping[int, Result] | None = None,
    *,
    seen: str | None = None,
) -> ClosingPreview:
    """Enter every participant's result and close the offering, or change nothing.

    `seen` is what the preview said (ClosingPreview.seen); StaleVersion where that has changed.
    Requests that nobody decided are declined, those still waiting are withdrawn; both are told.
    Whoever took part is asked for feedback.
    """
    check_hr(actor)
    offering = _lock_with_participants(offering_id)
    if offering.status is not OfferingStatus.PUBLISHED:
        raise RuleViolation(mark("This offering is not open any more; nothing has been changed."))
    plan = preview(offering, results)
    if seen is not None and seen != plan.seen:
        raise StaleVersion(
            mark(
                "Participants or attendance have changed since you opened this page."
                " Look at what would happen now, then close the offering."
            )
        )
    _check_possible(plan)
    check_not_own((line.enrolment.person_id for line in plan.lines if line.share), actor)
    for line in plan.lines:
        _carry_out(line, actor)
    offering.status = OfferingStatus.CLOSED
    offering.closed_at = clock.now()
    offering.version += 1
    ask_after_end(offering)
    return plan


def _lock_with_participants(offering_id: int) -> Offering:
    participants = db.session.scalars(
        select(Enrolment.person_id).where(
            Enrolment.offering_id == offering_id,
            Enrolment.status.in_([Status.CONFIRMED, Status.REQUESTED]),
        )
    )
    return lock_offering(offering_id, set(participants))


def _line(
    enrolment: Enrolment, offering: Offering, share: AttendedShare | None, result: Result | None
) -> ClosingLine:
    if enrolment.status is Status.REQUESTED:
        return ClosingLine(enrolment, None, None, Action.DECLINE)
    if share is None:
        return ClosingLine(enrolment, None, None, Action.WITHDRAW)
    stated = result or Result.PASSED
    action = outcome(share, offering.course, stated)
    return ClosingLine(enrolment, share, None if action is Action.MISS else stated, action)


def _unrecorded(offering: Offering, participants: list[int]) -> list[Meeting]:
    """Meetings at which somebody's attendance is missing."""
    counted = db.session.execute(
        select(Attendance.meeting_id, func.count())
        .where(Attendance.enrolment_id.in_(participants))
        .group_by(Attendance.meeting_id)
    )
    recorded = {row[0]: row[1] for row in counted}
    return [m for m in offering.meetings if recorded.get(m.id, 0) < len(participants)]


def _check_possible(plan: ClosingPreview) -> None:
    if not plan.over:
        raise RuleViolation(mark("The offering can be closed once its last meeting has ended."))
    if plan.meetings_unrecorded:
        raise RuleViolation(
            mark("Attendance is missing for %(meetings)s. Record it, then close the offering."),
            meetings=Listed(tuple(meeting.starts_at for meeting in plan.meetings_unrecorded)),
        )


def _carry_out(line: ClosingLine, actor: Actor) -> None:
    enrolment = line.enrolment
    if line.action is Action.DECLINE:
        transitions.move(
            enrolment, Action.DECLINE, actor_id=actor.person_id, reason=REASON_NOT_DECIDED
        )
        messages.declined(enrolment, Message(REASON_NOT_DECIDED))
    elif line.action is Action.WITHDRAW:
        transitions.move(enrolment, Action.WITHDRAW, actor_id=actor.person_id)
        messages.waiting_ended(enrolment)
    elif line.share is not None:
        apply_result(enrolment, line.action, line.share, line.result, actor)
