"""The desk: what needs somebody today, HR for everything, coordinators for their people."""

from typing import Any

from flask import Blueprint, render_template

from trainingtracker.enrolment.presence import care_costs
from trainingtracker.enrolment.queries.desk import SOON, desk
from trainingtracker.enrolment.queries.lines import Lines, Window
from trainingtracker.external.queries.waiting import HANGING_DAYS, desk_lines
from trainingtracker.feedback.to_read import to_read
from trainingtracker.web import arguments
from trainingtracker.web.access import HR_OR_COORDINATOR, access
from trainingtracker.web.paging import Page
from trainingtracker.web.requests import current_actor, leadership

BLUEPRINT = Blueprint("planning", __name__)
# The kinds that no other list has.
_LISTED_HERE = {
    *("offers", "undecidable", "hanging", "rounds"),
    *("decisions_due", "open_places", "long_lists", "unrecorded"),
}


@BLUEPRINT.get("/planning")
@access(HR_OR_COORDINATOR)
def show() -> str:
    actor = current_actor()
    # One kind by itself, all its lines page by page; other words are as if nothing was asked for.
    asked, window = arguments.words("all"), arguments.window()
    windows = {asked: Window(window.limit, window.offset)} if asked in _LISTED_HERE else {}
    found = desk(actor, leadership(), windows)
    whole: Lines[Any] = getattr(found, asked) if windows else Lines()
    return render_template(
        "planning/show.html",
        desk=found,
        whole=asked if whole else "",
        page=Page(whole, whole.total, window.number),
        external=desk_lines(actor, leadership()),
        claims=care_costs.to_decide(actor),
        texts=to_read() if actor.is_hr else [],
        weeks=SOON.days // 7,
        hanging_days=HANGING_DAYS,
        is_hr=actor.is_hr,
    )
