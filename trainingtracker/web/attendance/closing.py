"""Closing an offering: what happens to each participant, then all of it at once."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.wrappers import Response

from trainingtracker.enrolment.presence.closing import ClosingPreview, close_offering, preview
from trainingtracker.enrolment.results import outcome
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Course, CourseOutcome, Offering
from trainingtracker.privacy import log_access
from trainingtracker.vocabulary import AccessKind, Action, OfferingStatus, Result
from trainingtracker.web.access import HR, access
from trainingtracker.web.arguments import whole
from trainingtracker.web.forms import PageForm
from trainingtracker.web.requests import current_actor

BLUEPRINT = Blueprint("closing", __name__, url_prefix="/offerings/<int:offering_id>/close")
Answer = str | tuple[str, int] | Response


class ClosingForm(PageForm):
    """No fields of its own: one result per participant, named by the enrolment."""


@BLUEPRINT.get("")
@access(HR)
def show(offering_id: int) -> Answer:
    offering = _offering(offering_id)
    return _page(offering, preview(offering), ClosingForm(None))


@BLUEPRINT.post("")
@access(HR)
def close(offering_id: int) -> Answer:
    offering = _offering(offering_id)
    results = _results()
    try:
        plan = close_offering(offering_id, current_actor(), results, seen=request.form.get("seen"))
    except RuleViolation as violation:
        db.session.rollback()
        form = ClosingForm()
        form.refuse(violation)
        offering = _offering(offering_id)
        return _page(offering, preview(offering, results), form), violation.status_code
    completed = sum(1 for line in plan.lines if line.action is Action.COMPLETE)
    db.session.commit()
    flash(
        ngettext(
            "The offering is closed: %(number)s person has completed it.",
            "The offering is closed: %(number)s people have completed it.",
            completed,
            number=completed,
        ),
        "success",
    )
    return redirect(url_for("roster.show", offering_id=offering_id), 303)


def _results() -> dict[int, Result]:
    """Enrolment id -> the result chosen; what makes no sense counts as not chosen."""
    return {
        enrolment_id: Result(value)
        for name, value in request.form.items()
        if name.startswith("result-")
        and (enrolment_id := whole(name.removeprefix("result-"))) is not None
        and value in set(Result)
    }


def _offering(offering_id: int) -> Offering:
    found = db.session.get(
        Offering,
        offering_id,
        options=[
            selectinload(Offering.meetings),
            joinedload(Offering.course)
            .selectinload(Course.outcomes)
            .options(joinedload(CourseOutcome.competence), joinedload(CourseOutcome.level)),
        ],
        populate_existing=True,
    )
    return found or abort(404)


def _page(offering: Offering, plan: ClosingPreview, form: ClosingForm) -> str:
    if plan.lines:
        log_access(
            AccessKind.ROSTER,
            actor_id=current_actor().person_id,
            row_count=len(plan.lines),
            filters={"offering": offering.id},
        )
    counted = {action: sum(1 for line in plan.lines if line.action is action) for action in Action}
    # Only where attendance suffices does the result decide.
    open_results = {
        line.enrolment.id
        for line in plan.lines
        if line.share is not None
        and outcome(line.share, offering.course, Result.PASSED) is Action.COMPLETE
    }
    return render_template(
        "closing/show.html",
        offering=offering,
        plan=plan,
        counted=counted,
        open_results=open_results,
        closable=offering.status is OfferingStatus.PUBLISHED,
        form=form,
        Action=Action,
        results=list(Result),
    )
