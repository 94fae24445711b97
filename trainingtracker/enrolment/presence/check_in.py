"""Checking in by oneself: a code that the trainer shows and that changes every minute.

The code is derived from the installation's secret, the meeting and the minute, so that nothing has
to be stored. It proves that somebody has seen it lately, no more: the trainer can correct what is
recorded. Off unless the offering says otherwise.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

from sqlalchemy import select

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.enrolment.locking import lock_offering
from trainingtracker.errors import NotAllowed, RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Attendance, Enrolment, Meeting, Offering
from trainingtracker.text import mark
from trainingtracker.vocabulary import OfferingStatus, Presence, Status

STEP_SECONDS = 60
# People arrive a little before the start.
EARLY = timedelta(minutes=15)
# Without letters and digits that look alike when read from a wall: 32 to the 6th codes.
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_LENGTH = 6


def code(meeting_id: int, secret: str, *, steps_ago: int = 0) -> str:
    """The code of a meeting in this minute, or so many minutes ago."""
    step = int(clock.now().timestamp()) // STEP_SECONDS - steps_ago
    message = f"check-in:{meeting_id}:{step}".encode()
    number = int.from_bytes(hmac.new(secret.encode(), message, hashlib.sha256).digest())
    letters = []
    for _ in range(_LENGTH):
        number, index = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[index])
    return "".join(letters)


def seconds_left() -> int:
    """How long the code of this minute is shown: 1 to 60 seconds."""
    return STEP_SECONDS - int(clock.now().timestamp()) % STEP_SECONDS


def is_open(meeting: Meeting, now: datetime | None = None) -> bool:
    """From a quarter of an hour before the start until the end, where the offering allows it."""
    now = now or clock.now()
    offering = meeting.offering
    if not offering.self_check_in or offering.status is not OfferingStatus.PUBLISHED:
        return False
    return meeting.starts_at - EARLY <= now < meeting.ends_at


def open_meetings(offering: Offering) -> list[Meeting]:
    """The meetings of an offering that one can check in to now: mostly none, or one."""
    return [meeting for meeting in offering.meetings if is_open(meeting)]


def check_in(enrolment_id: int, typed: str, actor: Actor, secret: str) -> Meeting:
    """Record the actor as present at the meeting whose code they typed; returns the meeting.

    The code of this minute and of the one before are right. Doing it twice changes nothing; what
    the trainer has recorded otherwise stays.
    """
    enrolment = db.session.get(Enrolment, enrolment_id)
    if enrolment is None or enrolment.person_id != actor.person_id:
        raise NotAllowed(mark("People check in for themselves only."))
    offering = lock_offering(enrolment.offering_id)
    db.session.refresh(enrolment)
    if enrolment.status is not Status.CONFIRMED:
        raise RuleViolation(mark("Only people with a confirmed place check in."))
    meetings = open_meetings(offering)
    if not meetings:
        raise RuleViolation(
            mark(
                "Checking in is possible from 15 minutes before a meeting until its end."
                " Please tell the trainer that you were there."
            )
        )
    meeting = next((each for each in meetings if _is_code_of(each, typed, secret)), None)
    if meeting is None:
        raise RuleViolation(
            mark("This code is not right, or no longer. Type the one that is shown now.")
        )
    recorded = own_entry(enrolment_id, meeting.id)
    if recorded is None:
        db.session.add(
            Attendance(
                enrolment_id=enrolment_id,
                meeting_id=meeting.id,
                presence=Presence.PRESENT,
                recorded_by_id=actor.person_id,
                recorded_at=clock.now(),
            )
        )
        db.session.flush()
    elif recorded.presence is not Presence.PRESENT:
        raise RuleViolation(
            mark("The trainer has recorded something else for you. Please talk to them.")
        )
    return meeting


def own_entry(enrolment_id: int, meeting_id: int) -> Attendance | None:
    """What is recorded of an enrolment at a meeting."""
    return db.session.scalar(
        select(Attendance).where(
            Attendance.enrolment_id == enrolment_id, Attendance.meeting_id == meeting_id
        )
    )


def _is_code_of(meeting: Meeting, typed: str, secret: str) -> bool:
    said = "".join(typed.upper().split()).encode()
    return any(
        hmac.compare_digest(said, code(meeting.id, secret, steps_ago=ago).encode())
        for ago in (0, 1)
    )
