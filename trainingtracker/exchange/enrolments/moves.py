"""From where an enrolment stands to where a list says that it stands, by the operations.

There is a way only where the state table has one, and whoever brings the list in has to be allowed
to go it: results are HR's, nobody enters their own.
"""

from collections.abc import Callable

from trainingtracker.accounts.actor import Actor
from trainingtracker.enrolment import operations, results
from trainingtracker.enrolment.waiting import offers
from trainingtracker.errors import RuleViolation
from trainingtracker.exchange.meaning import words
from trainingtracker.exchange.meaning.cells import CellError
from trainingtracker.labels import labelled
from trainingtracker.models import Enrolment
from trainingtracker.text import mark
from trainingtracker.vocabulary import Status, WithdrawalReason

_NO_WAY = mark("There is no way from “%(before)s” to “%(after)s”. Change it on the page instead.")
_NOT_NEW = mark("Nobody begins as “%(after)s”. Past results are a list of their own.")
_OTHERWISE = mark("By the rules this becomes “%(found)s” and not “%(after)s”.")
# A request may be decided by the manager's and by HR's approval.
_STAGES = 2

Move = Callable[[int, Actor, str], Enrolment]


def _approve(enrolment_id: int, actor: Actor, _reason: str) -> Enrolment:
    for _ in range(_STAGES):
        enrolment = operations.approve(enrolment_id, actor)
        if enrolment.status is not Status.REQUESTED:
            break
    return enrolment


def _withdraw(enrolment_id: int, actor: Actor, reason: str) -> Enrolment:
    return operations.withdraw(enrolment_id, actor, _withdrawal_reason(reason))


def _withdrawal_reason(reason: str) -> WithdrawalReason | None:
    """Reasons are of the pick-list: nobody writes into a list why somebody was absent."""
    try:
        return words.withdrawal_reason(reason)
    except CellError as error:
        raise RuleViolation(error.message, **error.values) from error


def _accept(enrolment_id: int, actor: Actor, _reason: str) -> Enrolment:
    return offers.accept_offer(enrolment_id, actor)


def _result(operation: Callable[[int, Actor], Enrolment]) -> Move:
    return lambda enrolment_id, actor, _reason: operation(enrolment_id, actor)


_WITHDRAWABLE = (Status.REQUESTED, Status.WAITLISTED, Status.OFFERED, Status.CONFIRMED)
_ENDED = (Status.COMPLETED, Status.NOT_COMPLETED, Status.NO_SHOW)
_MOVES: dict[tuple[Status, Status], Move] = {
    (Status.REQUESTED, Status.CONFIRMED): _approve,
    (Status.REQUESTED, Status.WAITLISTED): _approve,
    (Status.REQUESTED, Status.DECLINED): operations.decline,
    (Status.WAITLISTED, Status.CONFIRMED): offers.place_directly,
    (Status.OFFERED, Status.CONFIRMED): _accept,
    (Status.CONFIRMED, Status.COMPLETED): _result(results.complete),
    (Status.CONFIRMED, Status.NOT_COMPLETED): _result(results.fail),
    (Status.CONFIRMED, Status.NO_SHOW): _result(results.miss),
    **{(status, Status.WITHDRAWN): _withdraw for status in _WITHDRAWABLE},
    **{(status, Status.CONFIRMED): results.correct for status in _ENDED},
}
_BEGINNINGS = (None, Status.REQUESTED, Status.WAITLISTED, Status.CONFIRMED)


def begin(
    offering_id: int, person_id: int, wanted: Status | None, reason: str, actor: Actor
) -> Enrolment:
    """Ask for a place, and approve where the list says that there is one."""
    if wanted not in _BEGINNINGS:
        raise RuleViolation(_NOT_NEW, after=labelled(wanted) if wanted else "")
    enrolment = operations.request_place(offering_id, person_id, actor)
    if enrolment.status is Status.REQUESTED and wanted not in (None, Status.REQUESTED):
        enrolment = _approve(enrolment.id, actor, reason)
    return _as_wanted(enrolment, wanted)


def move(enrolment_id: int, before: Status, wanted: Status, reason: str, actor: Actor) -> Enrolment:
    """Go the way from one status to the other. Raises RuleViolation where there is none."""
    way = _MOVES.get((before, wanted))
    if way is None:
        raise RuleViolation(_NO_WAY, before=labelled(before), after=labelled(wanted))
    return _as_wanted(way(enrolment_id, actor, reason), wanted)


def _as_wanted(enrolment: Enrolment, wanted: Status | None) -> Enrolment:
    if wanted not in (None, enrolment.status):
        raise RuleViolation(_OTHERWISE, found=labelled(enrolment.status), after=labelled(wanted))
    return enrolment
