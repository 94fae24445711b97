"""The verbs after the course: complete, fail, miss, and take a result back.

Completing takes both the attendance and the result, and writes what the course gives in the same
transaction.
"""

import secrets
from collections.abc import Iterable

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.competence import awards
from trainingtracker.enrolment import transitions
from trainingtracker.enrolment.changes import unused_places
from trainingtracker.enrolment.locking import lock_enrolment
from trainingtracker.enrolment.presence.attendance import AttendedShare, attended_shares
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.models import Course, Enrolment
from trainingtracker.text import mark
from trainingtracker.vocabulary import Action, Result, Unused


def outcome(share: AttendedShare, course: Course, result: Result) -> Action:
    """What attendance and result come to: complete, fail, or miss for nobody seen at all."""
    if share.minutes == 0:
        return Action.MISS
    attended = share.percent >= course.attendance_threshold
    return Action.COMPLETE if attended and result is Result.PASSED else Action.FAIL


def complete(enrolment_id: int, actor: Actor) -> Enrolment:
    """Complete an enrolment that was attended enough; refused with the share where it was not."""
    enrolment, share = _ready(enrolment_id, actor)
    course = enrolment.offering.course
    if outcome(share, course, Result.PASSED) is not Action.COMPLETE:
        raise RuleViolation(
            mark(
                "%(name)s attended %(percent)s %% of the course; completing it takes %(threshold)s"
                " %%. Record the missing attendance, or enter “not completed”."
            ),
            name=enrolment.person.full_name,
            percent=share.percent,
            threshold=course.attendance_threshold,
        )
    apply_result(enrolment, Action.COMPLETE, share, Result.PASSED, actor)
    return enrolment


def fail(enrolment_id: int, actor: Actor) -> Enrolment:
    """Enter that somebody took part but did not complete the course."""
    enrolment, share = _ready(enrolment_id, actor)
    apply_result(enrolment, Action.FAIL, share, Result.FAILED, actor)
    return enrolment


def miss(enrolment_id: int, actor: Actor) -> Enrolment:
    """Enter that somebody with a place did not come; refused where they attended something."""
    enrolment, share = _ready(enrolment_id, actor)
    if share.minutes:
        raise RuleViolation(
            mark(
                "%(name)s attended %(percent)s %% of the course, so “did not attend” is not right."
                " Enter “not completed”, or correct the attendance."
            ),
            name=enrolment.person.full_name,
            percent=share.percent,
        )
    apply_result(enrolment, Action.MISS, share, None, actor)
    return enrolment


def correct(enrolment_id: int, actor: Actor, reason: str) -> Enrolment:
    """Take a result back, with a reason; what the course gave is taken back with it."""
    check_hr(actor)
    if not reason.strip():
        raise RuleViolation(mark("Please say why the result is taken back; it stays on record."))
    enrolment = lock_enrolment(enrolment_id)
    check_not_own([enrolment.person_id], actor)
    transitions.move(enrolment, Action.CORRECT, actor_id=actor.person_id, reason=reason.strip())
    awards.revoke(enrolment.id)
    unused_places.lift(enrolment)
    enrolment.result = None
    enrolment.finished_on = None
    enrolment.attended_percent = None
    enrolment.certificate_token = None
    return enrolment


def apply_result(
    enrolment: Enrolment,
    action: Action,
    share: AttendedShare,
    result: Result | None,
    actor: Actor,
) -> None:
    """Move a locked enrolment to its end and write what follows from it."""
    transitions.move(enrolment, action, actor_id=actor.person_id)
    ends_at = enrolment.offering.ends_at
    enrolment.finished_on = clock.local_day(ends_at) if ends_at else clock.today()
    enrolment.attended_percent = share.percent
    enrolment.result = result
    if action is Action.MISS:
        unused_places.charge(enrolment, Unused.NOT_ATTENDED)
    if action is Action.COMPLETE:
        enrolment.certificate_token = secrets.token_urlsafe(18)
        awards.award(
            enrolment.person_id,
            enrolment.offering.course,
            enrolment.finished_on,
            enrolment_id=enrolment.id,
            confirmed_by_id=actor.person_id,
        )


def check_hr(actor: Actor) -> None:
    """Results are HR's to enter."""
    if not actor.is_hr:
        raise NotAllowed(mark("Results are entered and corrected by HR."))


def check_not_own(person_ids: Iterable[int], actor: Actor) -> None:
    """Nobody enters their own attendance or result."""
    if actor.person_id in set(person_ids):
        raise NotAllowed(
            mark("You take part yourself: somebody else of HR has to enter this for you.")
        )


def _ready(enrolment_id: int, actor: Actor) -> tuple[Enrolment, AttendedShare]:
    check_hr(actor)
    enrolment = lock_enrolment(enrolment_id)
    check_not_own([enrolment.person_id], actor)
    offering = enrolment.offering
    if offering.ends_at is None or offering.ends_at > clock.now():
        raise RuleViolation(
            mark("The course runs until %(end)s; results can be entered after that."),
            end=offering.ends_at or "",
        )
    share = attended_shares(offering.meetings, [enrolment.id])[enrolment.id]
    return enrolment, share
