"""The desk: what needs somebody today, HR for everything, coordinators for their people."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from trainingtracker.enrolment.presence import care_costs
from trainingtracker.enrolment.queries.desk import SOON, desk
from trainingtracker.external.queries.waiting import HANGING_DAYS, desk_lines
from trainingtracker.feedback.to_read import to_read
from trainingtracker.lines import Lines, Shown, Window
from trainingtracker.web import arguments
from trainingtracker.web.access import HR_OR_COORDINATOR, access
from trainingtracker.web.paging import Page
from trainingtracker.web.requests import current_actor, leadership

BLUEPRINT = Blueprint("planning", __name__)
# The kinds that no other list has.
_LISTED_HERE = {
    *("offers", "undecidable", "hanging", "rounds"),
    *("decisions_due", "open_places", "long_lists", "unrecorded"),
    *("external_hanging", "texts"),
}


@BLUEPRINT.get("/planning")
@access(HR_OR_COORDINATOR)
def show() -> str | Response:
    actor = current_actor()
    # One kind by itself, all its lines page by page; other words are as if nothing was asked for.
    asked, page = arguments.words("all"), arguments.window()
    shown = Shown(asked, Window(page.limit, page.offset)) if asked in _LISTED_HERE else Shown()
    found = desk(actor, leadership(), shown)
    external = desk_lines(actor, leadership(), shown)
    texts = shown.lines("texts", to_read) if actor.is_hr else Lines()
    kinds: dict[str, Lines[Any]] = {
        **vars(found), "external_hanging": external.hanging, "texts": texts
    }  # fmt: skip
    whole = kinds.get(shown.only, Lines())
    if shown.only and not whole:
        # Meanwhile nothing of the kind needs anybody.
        return redirect(url_for("planning.show"))
    return render_template(
        "planning/show.html",
        desk=found,
        whole=shown.only,
        page=Page(whole, whole.total, page.number),
        external=external,
        claims=shown.lines("care_costs", lambda window: care_costs.to_decide(actor, window)),
        texts=texts,
        weeks=SOON.days // 7,
        hanging_days=HANGING_DAYS,
        is_hr=actor.is_hr,
    )
