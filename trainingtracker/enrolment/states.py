"""The state table of an enrolment. The documentation prints it; transitions.py applies it.

Outside of it is TAKE_BACK: whoever takes a list back returns enrolments to where they stood.
"""

from trainingtracker.catalogue.availability import PLACE_HOLDING
from trainingtracker.vocabulary import Action, Status

TRANSITIONS: dict[tuple[Status | None, Action], Status] = {
    (None, Action.REQUEST): Status.REQUESTED,
    (None, Action.GRANT): Status.CONFIRMED,
    (None, Action.QUEUE): Status.WAITLISTED,
    (Status.REQUESTED, Action.GRANT): Status.CONFIRMED,
    (Status.REQUESTED, Action.QUEUE): Status.WAITLISTED,
    (Status.REQUESTED, Action.DECLINE): Status.DECLINED,
    (Status.WAITLISTED, Action.GRANT): Status.CONFIRMED,
    (Status.WAITLISTED, Action.OFFER): Status.OFFERED,
    (Status.WAITLISTED, Action.RESUME): Status.WAITLISTED,
    (Status.OFFERED, Action.ACCEPT): Status.CONFIRMED,
    (Status.OFFERED, Action.REFUSE): Status.WITHDRAWN,
    (Status.OFFERED, Action.LAPSE): Status.WAITLISTED,
    (Status.REQUESTED, Action.WITHDRAW): Status.WITHDRAWN,
    (Status.WAITLISTED, Action.WITHDRAW): Status.WITHDRAWN,
    (Status.OFFERED, Action.WITHDRAW): Status.WITHDRAWN,
    (Status.CONFIRMED, Action.WITHDRAW): Status.WITHDRAWN,
    (Status.CONFIRMED, Action.HAND_OVER): Status.WITHDRAWN,
    (Status.CONFIRMED, Action.TRANSFER): Status.WITHDRAWN,
    (Status.REQUESTED, Action.CANCEL): Status.CANCELLED,
    (Status.WAITLISTED, Action.CANCEL): Status.CANCELLED,
    (Status.OFFERED, Action.CANCEL): Status.CANCELLED,
    (Status.CONFIRMED, Action.CANCEL): Status.CANCELLED,
    (Status.CONFIRMED, Action.COMPLETE): Status.COMPLETED,
    (Status.CONFIRMED, Action.FAIL): Status.NOT_COMPLETED,
    (Status.CONFIRMED, Action.MISS): Status.NO_SHOW,
    (Status.COMPLETED, Action.CORRECT): Status.CONFIRMED,
    (Status.NOT_COMPLETED, Action.CORRECT): Status.CONFIRMED,
    (Status.NO_SHOW, Action.CORRECT): Status.CONFIRMED,
}

# Statuses that hold one of the offering's places.
HOLDING_A_PLACE = frozenset(PLACE_HOLDING)

# Statuses after which the person may ask for a place in the same offering again.
GIVEN_UP = frozenset({Status.DECLINED, Status.WITHDRAWN, Status.CANCELLED})

# Statuses in which something is still to come.
UNDER_WAY = frozenset({Status.REQUESTED, Status.WAITLISTED, Status.OFFERED, Status.CONFIRMED})


def actions_from(status: Status | None) -> set[Action]:
    """What can happen to an enrolment in this status."""
    return {action for (origin, action) in TRANSITIONS if origin == status}
