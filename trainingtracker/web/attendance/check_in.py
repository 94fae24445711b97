"""Checking in by a code: the page on which the trainer shows it, and the participant's answer."""

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    session,
    url_for,
)
from flask import Response as FlaskResponse
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from trainingtracker import text
from trainingtracker.accounts.permissions import can_run_offering
from trainingtracker.enrolment.presence import check_in
from trainingtracker.enrolment.queries import one_enrolment
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db, limiter
from trainingtracker.models import Attendance, Enrolment, Meeting, Offering
from trainingtracker.text import mark
from trainingtracker.vocabulary import Presence, Status
from trainingtracker.web.access import SIGNED_IN, TRAINER_OR_HR, access
from trainingtracker.web.attendance.check_in_form import CheckInForm, offered_to
from trainingtracker.web.enrolment.enrolment import enrolment_page
from trainingtracker.web.requests import current_actor, reader_language

BLUEPRINT = Blueprint("check_in", __name__)


@BLUEPRINT.get("/meetings/<int:meeting_id>/check-in")
@access(TRAINER_OR_HR)
def show(meeting_id: int) -> str:
    meeting = _meeting(meeting_id)
    return render_template(
        "check_in/show.html",
        meeting=meeting,
        offering=meeting.offering,
        shown=_shown(meeting) if check_in.is_open(meeting) else None,
        is_hr=current_actor().is_hr,
    )


@BLUEPRINT.get("/meetings/<int:meeting_id>/check-in/now.json")
@access(TRAINER_OR_HR)
def now(meeting_id: int) -> FlaskResponse:
    """The code of this minute for the page that shows it."""
    meeting = _meeting(meeting_id)
    if not check_in.is_open(meeting):
        abort(404)
    return jsonify(_shown(meeting))


def _shown(meeting: Meeting) -> dict[str, object]:
    present = db.session.scalar(
        select(func.count(Attendance.id)).where(
            Attendance.meeting_id == meeting.id, Attendance.presence == Presence.PRESENT
        )
    )
    expected = db.session.scalar(
        select(func.count(Enrolment.id)).where(
            Enrolment.offering_id == meeting.offering_id, Enrolment.status == Status.CONFIRMED
        )
    )
    return {
        "code": check_in.code(meeting.id, _secret()),
        "seconds": check_in.seconds_left(),
        "present": text.sentence(
            mark("%(number)s of %(total)s are recorded as present."),
            reader_language(),
            number=present,
            total=expected,
        ),
    }


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])


def _account_key() -> str:
    """One counter an account; asked before anything is read from the database."""
    return f"check-in:{session.get('_user_id', '').partition('.')[0]}"


@BLUEPRINT.post("/enrolments/<int:enrolment_id>/check-in")
@access(SIGNED_IN)
@limiter.limit(
    "10 per 15 minutes",
    key_func=_account_key,
    deduct_when=lambda response: response.status_code == 422,
)
def answer(enrolment_id: int) -> Response | tuple[str, int]:
    enrolment = _own(enrolment_id)
    form = CheckInForm()
    if not form.validate():
        return enrolment_page(enrolment, form), 422
    try:
        check_in.check_in(enrolment_id, form.code.data or "", current_actor(), _secret())
    except RuleViolation as violation:
        db.session.rollback()
        enrolment = _own(enrolment_id)
        form.refuse(violation, form.code if offered_to(enrolment) else None)
        return enrolment_page(enrolment, form), violation.status_code
    db.session.commit()
    flash(_("You are recorded as present. Welcome."), "success")
    return redirect(url_for("enrolment.show", enrolment_id=enrolment_id), 303)


def _own(enrolment_id: int) -> Enrolment:
    found = one_enrolment.own_enrolment(enrolment_id, current_actor().person_id)
    return found or abort(404)


def _meeting(meeting_id: int) -> Meeting:
    """The meeting, where its offering is the actor's to run and lets people check in."""
    meeting = db.session.get(
        Meeting,
        meeting_id,
        options=[joinedload(Meeting.offering).joinedload(Offering.course)],
    )
    if meeting is None or not can_run_offering(current_actor(), meeting.offering_id):
        abort(404)
    return meeting
