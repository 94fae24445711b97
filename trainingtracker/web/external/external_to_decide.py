"""The part of the approvals page about trainings outside the catalogue."""

from trainingtracker.accounts.actor import Actor
from trainingtracker.external.queries import waiting
from trainingtracker.external.queries.waiting import ToDecide
from trainingtracker.privacy import log_access
from trainingtracker.vocabulary import AccessKind
from trainingtracker.web.requests import leadership


def external_to_decide(actor: Actor) -> list[ToDecide]:
    """What waits for the reader; that they have looked is logged."""
    found = waiting.to_decide(actor, leadership())
    if found:
        log_access(
            AccessKind.TEAM,
            actor_id=actor.person_id,
            row_count=len(found),
            filters={"page": "approvals, external trainings"},
        )
    return found
