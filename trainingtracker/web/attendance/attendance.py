"""The attendance sheet of a meeting: everybody on one page, saved in one go."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from trainingtracker import clock
from trainingtracker.accounts.permissions import can_run_offering
from trainingtracker.enrolment.presence import attendance
from trainingtracker.enrolment.queries.attendance_sheet import sheet
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Meeting, Offering
from trainingtracker.privacy import log_access
from trainingtracker.vocabulary import AccessKind, Presence
from trainingtracker.web.access import TRAINER_OR_HR, access
from trainingtracker.web.attendance.attendance_form import AttendanceForm
from trainingtracker.web.requests import current_actor

BLUEPRINT = Blueprint("attendance", __name__)
Answer = str | tuple[str, int] | Response


@BLUEPRINT.get("/meetings/<int:meeting_id>/attendance")
@access(TRAINER_OR_HR)
def show(meeting_id: int) -> str:
    meeting = _meeting(meeting_id)
    return _page(meeting, AttendanceForm(sheet(meeting)))


@BLUEPRINT.post("/meetings/<int:meeting_id>/attendance")
@access(TRAINER_OR_HR)
def save(meeting_id: int) -> Answer:
    meeting = _meeting(meeting_id)
    form = AttendanceForm(sheet(meeting), request.form)
    if not form.validate(attendance.duration(meeting)):
        return _page(meeting, form), 409 if form.stale else 422
    try:
        attendance.record(meeting_id, form.entries(), current_actor())
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        return _page(_meeting(meeting_id), form), violation.status_code
    missing = form.unrecorded
    offering_id = meeting.offering_id
    db.session.commit()
    if missing:
        flash(_("Attendance is saved. Still without an entry: %(number)s.", number=missing), "info")
    else:
        flash(_("Attendance is saved for everybody."), "success")
    return redirect(url_for("roster.show", offering_id=offering_id), 303)


def _meeting(meeting_id: int) -> Meeting:
    """The meeting, where its offering is the actor's to run; 404 otherwise."""
    meeting = db.session.get(
        Meeting,
        meeting_id,
        options=[joinedload(Meeting.offering).joinedload(Offering.course)],
    )
    if meeting is None or not can_run_offering(current_actor(), meeting.offering_id):
        abort(404)
    return meeting


def _page(meeting: Meeting, form: AttendanceForm) -> str:
    log_access(
        AccessKind.ROSTER,
        actor_id=current_actor().person_id,
        row_count=len(form.lines),
        filters={"meeting": meeting.id},
    )
    return render_template(
        "attendance/show.html",
        meeting=meeting,
        offering=meeting.offering,
        form=form,
        length=attendance.duration(meeting),
        begun=meeting.starts_at <= clock.now(),
        choices=list(Presence),
        is_hr=current_actor().is_hr,
    )
