"""My training: the start page of everybody."""

from flask import Blueprint, render_template
from sqlalchemy import true

from trainingtracker import clock, settings
from trainingtracker.accounts.actor import Actor
from trainingtracker.competence.profile import held_by
from trainingtracker.enrolment.queries import approvals, my_training, placements
from trainingtracker.enrolment.queries.deciders import names_by_request
from trainingtracker.external.queries import of_person as external
from trainingtracker.external.queries.waiting import number_to_decide
from trainingtracker.feedback.mine import open_forms
from trainingtracker.vocabulary import ApprovalStage
from trainingtracker.web.access import SIGNED_IN, access
from trainingtracker.web.requests import current_actor, leadership

BLUEPRINT = Blueprint("my_training", __name__)
_LATEST = 5


@BLUEPRINT.get("/")
@access(SIGNED_IN)
def home() -> str:
    actor, today = current_actor(), clock.today()
    own = my_training.under_way(actor.person_id)
    held = held_by([actor.person_id], today, true()).get(actor.person_id, [])
    past = my_training.history(actor.person_id)
    expiring_days = settings.get("expiring_days")
    return render_template(
        "my_training/home.html",
        meetings=my_training.next_meetings(actor.person_id),
        under_way=own,
        deciders=_deciders(actor.person_id, own),
        held=held,
        expiring=[row for row in held if row.expires_within(expiring_days, today)],
        expiring_days=expiring_days,
        feedback=open_forms(actor.person_id),
        placements=placements.mine(actor.person_id),
        past=past[:_LATEST],
        past_total=len(past),
        to_decide=_number_to_decide(actor),
        external=external.under_way(actor.person_id),
        today=today,
    )


@BLUEPRINT.get("/history")
@access(SIGNED_IN)
def history() -> str:
    past = my_training.history(current_actor().person_id)
    return render_template("my_training/history.html", past=past)


def _number_to_decide(actor: Actor) -> int:
    """How many requests wait for the reader as manager or deputy."""
    if not actor.is_manager:
        return 0
    asked = approvals.number_waiting(actor, leadership())
    return asked + number_to_decide(actor, leadership())


def _deciders(person_id: int, own: list[my_training.UnderWay]) -> dict[int, tuple[str, ...]]:
    """Enrolment id -> whose decision it waits for, asked only where a manager's is awaited."""
    waiting = {row.id: row.escalated for row in own if row.awaiting is ApprovalStage.MANAGER}
    if not waiting:
        return {}
    return names_by_request(person_id, waiting, leadership())
