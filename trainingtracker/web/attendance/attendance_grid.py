"""The attendance of all meetings on one page, and the sheet on which participants sign."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingtracker import clock
from trainingtracker.enrolment.presence import attendance
from trainingtracker.enrolment.queries.attendance_grid import grid
from trainingtracker.enrolment.queries.roster import taking_part
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Offering
from trainingtracker.privacy import log_access
from trainingtracker.vocabulary import AccessKind, OfferingStatus
from trainingtracker.web.access import TRAINER_OR_HR, access
from trainingtracker.web.attendance.attendance_grid_form import ALL, AttendanceGrid
from trainingtracker.web.offerings.roster import offering_to_run
from trainingtracker.web.requests import current_actor, leadership

BLUEPRINT = Blueprint("attendance_grid", __name__, url_prefix="/offerings/<int:offering_id>")
Answer = str | tuple[str, int] | Response
# So many columns to sign in fit across a sheet of paper beside name and unit.
_ON_A_SHEET = 5


@BLUEPRINT.get("/attendance")
@access(TRAINER_OR_HR)
def show(offering_id: int) -> str:
    offering = offering_to_run(offering_id)
    return _page(offering, _grid(offering))


@BLUEPRINT.post("/attendance")
@access(TRAINER_OR_HR)
def save(offering_id: int) -> Answer:
    offering = offering_to_run(offering_id)
    form = _grid(offering, sent=True)
    if form.errors:
        return _page(offering, form), 409 if form.stale else 422
    try:
        attendance.record_grid(offering_id, form.entries(), current_actor())
    except RuleViolation as violation:
        db.session.rollback()
        offering = offering_to_run(offering_id)
        form = _grid(offering, sent=True)
        form.refuse(violation)
        return _page(offering, form), violation.status_code
    missing = form.unrecorded
    db.session.commit()
    if missing:
        flash(_("Attendance is saved. Still without an entry: %(number)s.", number=missing), "info")
    else:
        flash(_("Attendance is saved for everybody."), "success")
    return redirect(url_for("attendance_grid.show", offering_id=offering_id), 303)


@BLUEPRINT.get("/signatures")
@access(TRAINER_OR_HR)
def signatures(offering_id: int) -> str:
    """A sheet for each few meetings, with names and units, to be printed and signed."""
    offering = offering_to_run(offering_id)
    rows = taking_part(offering.id, leadership().tree, clock.today())
    _log(offering, len(rows))
    meetings = offering.meetings
    return render_template(
        "attendance/signatures.html",
        offering=offering,
        rows=rows,
        sheets=[meetings[n : n + _ON_A_SHEET] for n in range(0, len(meetings), _ON_A_SHEET)],
        is_hr=current_actor().is_hr,
    )


def _grid(offering: Offering, *, sent: bool = False) -> AttendanceGrid:
    return AttendanceGrid(
        grid(offering.id),
        offering.meetings,
        own_id=current_actor().person_id,
        # What was corrected after the closing is HR's to complete.
        locked=offering.status is OfferingStatus.CLOSED and not current_actor().is_hr,
        sent=request.form if sent else None,
    )


def _page(offering: Offering, form: AttendanceGrid) -> str:
    _log(offering, len(form.rows))
    return render_template(
        "attendance/grid.html",
        offering=offering,
        form=form,
        letters=form.letters,
        fill_all=ALL,
        is_hr=current_actor().is_hr,
    )


def _log(offering: Offering, number: int) -> None:
    log_access(
        AccessKind.ROSTER,
        actor_id=current_actor().person_id,
        row_count=number,
        filters={"offering": offering.id},
    )
