"""Every pair of status and action: what the table allows happens, everything else is refused."""

import pytest

from tests.cast import Cast, an_enrolment
from tests.enrolment.acting import history
from trainingtracker.enrolment import transitions
from trainingtracker.enrolment.states import HOLDING_A_PLACE, TRANSITIONS, actions_from
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.vocabulary import Action, Status

R, W, F, C = Status.REQUESTED, Status.WAITLISTED, Status.OFFERED, Status.CONFIRMED

# Written out once more on purpose: the test is the specification, not a copy of the code.
EXPECTED = {
    (R, Action.GRANT): C,
    (R, Action.QUEUE): W,
    (R, Action.DECLINE): Status.DECLINED,
    (R, Action.WITHDRAW): Status.WITHDRAWN,
    (W, Action.GRANT): C,
    (W, Action.OFFER): F,
    (W, Action.RESUME): W,
    (F, Action.ACCEPT): C,
    (F, Action.REFUSE): Status.WITHDRAWN,
    (F, Action.LAPSE): W,
    (F, Action.WITHDRAW): Status.WITHDRAWN,
    (C, Action.HAND_OVER): Status.WITHDRAWN,
    (C, Action.TRANSFER): Status.WITHDRAWN,
    (R, Action.CANCEL): Status.CANCELLED,
    (W, Action.CANCEL): Status.CANCELLED,
    (F, Action.CANCEL): Status.CANCELLED,
    (C, Action.CANCEL): Status.CANCELLED,
    (W, Action.WITHDRAW): Status.WITHDRAWN,
    (C, Action.WITHDRAW): Status.WITHDRAWN,
    (C, Action.COMPLETE): Status.COMPLETED,
    (C, Action.FAIL): Status.NOT_COMPLETED,
    (C, Action.MISS): Status.NO_SHOW,
    (Status.COMPLETED, Action.CORRECT): C,
    (Status.NOT_COMPLETED, Action.CORRECT): C,
    (Status.NO_SHOW, Action.CORRECT): C,
}


@pytest.mark.parametrize("status", Status)
def test_a_move_does_what_the_table_says_or_is_refused(cast: Cast, status: Status) -> None:
    for action in Action:
        attempt = db.session.begin_nested()
        enrolment = an_enrolment(cast.employee, cast.english_offering, status)
        target = EXPECTED.get((status, action))
        if target is None:
            with pytest.raises(RuleViolation, match="not possible any more"):
                transitions.move(enrolment, action, actor_id=cast.hr.id)
            assert enrolment.status is status
            assert history(enrolment.id) == []
        else:
            transitions.move(enrolment, action, actor_id=cast.hr.id, reason="because")
            assert enrolment.status is target
            assert history(enrolment.id) == [f"{action.value}>{target.value}"]
            assert (enrolment.place is not None) == (target in HOLDING_A_PLACE)
            assert (enrolment.waiting_since is not None) == (target is W)
            assert enrolment.paused == (action is Action.LAPSE)
        attempt.rollback()


@pytest.mark.parametrize("action", Action)
def test_an_enrolment_begins_with_a_request_a_grant_or_the_waiting_list(
    cast: Cast, action: Action
) -> None:
    beginnings = {Action.REQUEST: R, Action.GRANT: C, Action.QUEUE: W}
    if action not in beginnings:
        with pytest.raises(RuleViolation):
            transitions.begin(cast.english_offering, cast.employee.id, action, actor_id=None)
        return
    enrolment = transitions.begin(
        cast.english_offering, cast.employee.id, action, actor_id=cast.employee.id
    )
    assert enrolment.status is beginnings[action]


def test_the_table_knows_nothing_else() -> None:
    moves = {pair: target for pair, target in TRANSITIONS.items() if pair[0] is not None}
    assert moves == EXPECTED
    assert actions_from(Status.WITHDRAWN) == set()
