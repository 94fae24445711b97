"""The only writer of an enrolment's status, place and history."""

from collections.abc import Mapping
from datetime import datetime

from trainingtracker import clock
from trainingtracker.enrolment import places
from trainingtracker.enrolment.states import HOLDING_A_PLACE, TRANSITIONS
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.labels import labelled
from trainingtracker.models import Enrolment, EnrolmentEvent, Offering
from trainingtracker.text import mark
from trainingtracker.vocabulary import Action, Status


def begin(
    offering: Offering,
    person_id: int,
    action: Action,
    *,
    actor_id: int | None,
    reason: str = "",
    substitute_for: Enrolment | None = None,
    transferred_from: Enrolment | None = None,
) -> Enrolment:
    """A new enrolment that starts with REQUEST, GRANT or QUEUE; the offering must be locked.

    It may take the place of another (`substitute_for`) or follow one of another date.
    """
    enrolment = Enrolment(
        offering=offering,
        person_id=person_id,
        requested_at=clock.now(),
        substitute_for_id=substitute_for.id if substitute_for else None,
        transferred_from_id=transferred_from.id if transferred_from else None,
    )
    _enter(enrolment, None, action, actor_id=actor_id, reason=reason)
    return enrolment


def move(
    enrolment: Enrolment,
    action: Action,
    *,
    actor_id: int | None,
    reason: str = "",
    late: bool = False,
    expires_at: datetime | None = None,
) -> None:
    """Move an enrolment along the state table and append the event; the offering must be locked.

    An OFFER has a moment until which it can be accepted. Raises RuleViolation when the table knows
    no such move.
    """
    origin = enrolment.status
    _enter(enrolment, origin, action, actor_id=actor_id, reason=reason, late=late)
    enrolment.offer_expires_at = expires_at
    enrolment.paused = action is Action.LAPSE


def take_back(enrolment: Enrolment, facts: Mapping[str, object], *, actor_id: int | None) -> None:
    """Put an enrolment back to what stood there before (column -> value); its history stays.

    The one move outside the state table: where it leads is not a rule but what has been. The
    offering must be locked. Raises RuleViolation where a place would be needed and none is free.
    """
    origin = enrolment.status
    for name, value in facts.items():
        setattr(enrolment, name, value)
    if enrolment.status not in HOLDING_A_PLACE:
        enrolment.place = None
    elif enrolment.place is None:
        enrolment.place = places.lowest_free(enrolment.offering)
    enrolment.version += 1
    db.session.flush()
    if enrolment.status is not origin:
        _append(enrolment, origin, Action.TAKE_BACK, actor_id)


def _enter(
    enrolment: Enrolment,
    origin: Status | None,
    action: Action,
    *,
    actor_id: int | None,
    reason: str = "",
    late: bool = False,
) -> None:
    target = TRANSITIONS.get((origin, action))
    if target is None:
        raise RuleViolation(
            mark(
                "This is not possible any more: the enrolment is now “%(status)s”."
                " Reload the page to see what has happened."
            ),
            status=labelled(origin) if origin else "",
        )
    if target not in HOLDING_A_PLACE:
        enrolment.place = None
    elif enrolment.place is None:
        enrolment.place = places.lowest_free(enrolment.offering)
    enrolment.status = target
    if target is not Status.REQUESTED:
        enrolment.awaiting = None
    enrolment.waiting_since = clock.now() if target is Status.WAITLISTED else None
    # The version starts at 1 with the row and grows with every move.
    enrolment.version = (enrolment.version or 0) + 1
    db.session.add(enrolment)
    # A freed place must have left the database before its next holder enters.
    db.session.flush()
    _append(enrolment, origin, action, actor_id, reason=reason, late=late)


def _append(
    enrolment: Enrolment,
    origin: Status | None,
    action: Action,
    actor_id: int | None,
    *,
    reason: str = "",
    late: bool = False,
) -> None:
    db.session.add(
        EnrolmentEvent(
            enrolment_id=enrolment.id,
            actor_id=actor_id,
            action=action,
            from_status=origin,
            to_status=enrolment.status,
            effective_at=clock.now(),
            reason=reason,
            late=late,
        )
    )
