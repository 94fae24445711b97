"""What can happen to a training outside the catalogue, as a table; `move` is its only writer."""

from trainingtracker import clock
from trainingtracker.accounts.actor import Actor
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import ExternalEvent, ExternalTraining
from trainingtracker.text import mark
from trainingtracker.vocabulary import ExternalAction, ExternalStatus

_A, _S = ExternalAction, ExternalStatus

MOVES: dict[tuple[ExternalStatus, ExternalAction], ExternalStatus] = {
    (_S.REQUESTED, _A.ENDORSE): _S.ENDORSED,
    (_S.REQUESTED, _A.DECLINE): _S.DECLINED,
    (_S.REQUESTED, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.ENDORSED, _A.APPROVE): _S.APPROVED,
    (_S.ENDORSED, _A.DECLINE): _S.DECLINED,
    (_S.ENDORSED, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.APPROVED, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.APPROVED, _A.SEND): _S.SENT,
    (_S.SENT, _A.SEND): _S.SENT,
    (_S.SENT, _A.RETURN): _S.RETURNED,
    (_S.SENT, _A.CONFIRM): _S.CONFIRMED,
    (_S.RETURNED, _A.SEND): _S.SENT,
    (_S.RETURNED, _A.WITHDRAW): _S.WITHDRAWN,
    (_S.CONFIRMED, _A.CORRECT): _S.SENT,
}

# Somebody has yet to decide on the request.
UNDECIDED = frozenset({_S.REQUESTED, _S.ENDORSED})
# Nothing more is to come, unless HR corrects what it has recorded.
OVER = frozenset({_S.CONFIRMED, _S.DECLINED, _S.WITHDRAWN})
# Where the request itself has come to nothing.
GIVEN_UP = frozenset({_S.DECLINED, _S.WITHDRAWN})


def possible(training: ExternalTraining, action: ExternalAction) -> bool:
    """Whether the table has this step from where the training stands."""
    return (training.status, action) in MOVES


def locked(training_id: int) -> ExternalTraining:
    """The training as it stands now, which nobody else moves until this transaction ends."""
    training = db.session.get(
        ExternalTraining, training_id, populate_existing=True, with_for_update=True
    )
    if training is None:
        raise RuleViolation(mark("This request does not exist any more."))
    return training


def begin(training: ExternalTraining, actor: Actor) -> None:
    """The first event of a training that has just been asked for."""
    db.session.add(training)
    db.session.flush()
    _record(training, ExternalAction.REQUEST, None, actor, None, "")


def move(
    training: ExternalTraining,
    action: ExternalAction,
    actor: Actor,
    *,
    in_place_of_id: int | None = None,
    reason: str = "",
) -> None:
    """Take one step of the table and record it; RuleViolation where the table has none."""
    before = training.status
    after = MOVES.get((before, action))
    if after is None:
        raise RuleViolation(
            mark(
                "Something else has happened to this training in the meantime."
                " The page shows how it stands now."
            )
        )
    training.status, training.status_since = after, clock.now()
    training.reminded_at = training.escalated_at = None
    _record(training, action, before, actor, in_place_of_id, reason)


def _record(
    training: ExternalTraining,
    action: ExternalAction,
    before: ExternalStatus | None,
    actor: Actor,
    in_place_of_id: int | None,
    reason: str,
) -> None:
    db.session.add(
        ExternalEvent(
            training_id=training.id,
            actor_id=actor.person_id,
            in_place_of_id=in_place_of_id,
            action=action,
            from_status=before,
            to_status=training.status,
            reason=reason,
        )
    )
    db.session.flush()
