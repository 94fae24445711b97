"""How somebody's position on a waiting list came about, told without naming anybody.

Who was ahead at the beginning, and what the list has seen since, are read from the history of the
offering: every move of everybody is kept there.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from trainingtracker.enrolment.states import UNDER_WAY
from trainingtracker.extensions import db
from trainingtracker.models import Enrolment, EnrolmentEvent
from trainingtracker.text import Message, mark
from trainingtracker.vocabulary import Action, Status

# What ends somebody's waiting: told where they stood ahead, and where they stood behind.
_MOVED_UP = mark("Somebody ahead of you moved up.")
_PASSED = mark(
    "Somebody behind you moved up: at that moment you could not take part, or the place was kept"
    " for others."
)
_OFFERED = mark("Somebody ahead of you was offered a place.")
_PLACED_AHEAD = mark("HR placed somebody ahead of you directly, with a reason that is on record.")
_PLACED_BEHIND = mark(
    "HR placed somebody who stood behind you directly, with a reason that is on record."
)
_LEFT = mark("Somebody ahead of you no longer waits.")
_REFUSED = mark("A place that was offered was not taken and went on.")
_LAPSED = mark("An offer was not answered in time and the place went on.")
_HANDED_OVER = mark("Somebody handed a place over to a substitute.")
_TRANSFERRED = mark("Somebody changed to another date and gave a place back.")

# Moves of those who have a place, told because a place went past the list or back to it.
_OF_PLACES = {
    Action.REFUSE: _REFUSED,
    Action.LAPSE: _LAPSED,
    Action.HAND_OVER: _HANDED_OVER,
    Action.TRANSFER: _TRANSFERRED,
}


class Step(NamedTuple):
    """Something that happened to the list since somebody began to wait."""

    at: datetime
    what: Message


class WaitingStory(NamedTuple):
    """How many stood ahead when the waiting began, and what has happened to the list since."""

    ahead: int
    steps: list[Step]


class _Move(NamedTuple):
    id: int
    enrolment_id: int
    actor_id: int | None
    action: Action
    from_status: Status | None
    to_status: Status
    effective_at: datetime


class _Wait(NamedTuple):
    """Somebody's time on the list, from one move to another (None: still there)."""

    begun: _Move
    ended: _Move | None


def waiting_story(enrolment: Enrolment) -> WaitingStory | None:
    """The story of an active waiter, in one query; None where no history tells it."""
    rows = db.session.execute(
        select(
            EnrolmentEvent.id,
            EnrolmentEvent.enrolment_id,
            EnrolmentEvent.actor_id,
            EnrolmentEvent.action,
            EnrolmentEvent.from_status,
            EnrolmentEvent.to_status,
            EnrolmentEvent.effective_at,
        )
        .join(Enrolment, Enrolment.id == EnrolmentEvent.enrolment_id)
        .where(Enrolment.offering_id == enrolment.offering_id)
        .order_by(EnrolmentEvent.id)
    )
    moves = [_Move(*row) for row in rows]
    waits = list(_waits(moves))
    own = [w for w in waits if w.begun.enrolment_id == enrolment.id and w.ended is None]
    if enrolment.status is not Status.WAITLISTED or enrolment.paused or not own:
        return None
    since = own[-1].begun
    others = [w for w in waits if w.begun.enrolment_id != enrolment.id]
    ahead = [w for w in others if w.begun.id < since.id and not _over_before(w, since)]
    behind = [w for w in others if w.begun.id > since.id]
    told = [
        *((w.ended, _ending(w.ended)) for w in ahead if w.ended),
        *((w.ended, _overtaking(w.ended)) for w in behind if w.ended),
        *((m, _OF_PLACES.get(m.action)) for m in moves if m.id > since.id),
    ]
    told.sort(key=lambda one: one[0].id)
    return WaitingStory(
        len(ahead), [Step(move.effective_at, Message(what)) for move, what in told if what]
    )


def _waits(moves: Sequence[_Move]) -> Iterator[_Wait]:
    """Every time on the list; whoever is paused is not on it."""
    by_enrolment: dict[int, list[_Move]] = defaultdict(list)
    for move in moves:
        if move.action is Action.TAKE_BACK:
            by_enrolment[move.enrolment_id] = _as_if_never(by_enrolment[move.enrolment_id], move)
        else:
            by_enrolment[move.enrolment_id].append(move)
    for own in by_enrolment.values():
        for number, move in enumerate(own):
            if move.to_status is Status.WAITLISTED and move.action is not Action.LAPSE:
                yield _Wait(move, own[number + 1] if number + 1 < len(own) else None)


def _as_if_never(own: Sequence[_Move], taken_back: _Move) -> list[_Move]:
    """The moves up to the one that led to where taking back has led again, else all and this."""
    there = [n for n, move in enumerate(own) if move.to_status is taken_back.to_status]
    return list(own[: there[-1] + 1]) if there else [*own, taken_back]


def _over_before(wait: _Wait, since: _Move) -> bool:
    return wait.ended is not None and wait.ended.id < since.id


def _ending(move: _Move) -> str:
    if move.to_status not in UNDER_WAY:
        return _LEFT
    if move.action is Action.OFFER:
        return _OFFERED
    return _MOVED_UP if move.actor_id is None else _PLACED_AHEAD


def _overtaking(move: _Move) -> str | None:
    if move.to_status not in UNDER_WAY:
        return None
    return _PASSED if move.actor_id is None else _PLACED_BEHIND
