"""The desk: what needs somebody today, HR for everything, coordinators for their people."""

from flask import Blueprint, render_template

from trainingtracker.enrolment.presence import care_costs
from trainingtracker.enrolment.queries.desk import HANGING_DAYS, SOON, desk
from trainingtracker.external.queries.waiting import desk_lines
from trainingtracker.feedback.to_read import to_read
from trainingtracker.web.access import HR_OR_COORDINATOR, access
from trainingtracker.web.requests import current_actor, leadership

BLUEPRINT = Blueprint("planning", __name__)


@BLUEPRINT.get("/planning")
@access(HR_OR_COORDINATOR)
def show() -> str:
    actor = current_actor()
    return render_template(
        "planning/show.html",
        desk=desk(actor, leadership()),
        external=desk_lines(actor, leadership()),
        claims=care_costs.to_decide(actor),
        texts=to_read() if actor.is_hr else [],
        weeks=SOON.days // 7,
        hanging_days=HANGING_DAYS,
        is_hr=actor.is_hr,
    )
