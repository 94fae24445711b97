"""A reply to a hearing that came on paper, recorded by HR."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms.validators import ValidationError

from trainingtracker import clock
from trainingtracker.enrolment.rounds import hearing
from trainingtracker.enrolment.rounds.hearing import Paper
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Hearing
from trainingtracker.vocabulary import HearingReply
from trainingtracker.web.access import HR, access
from trainingtracker.web.fields.day_field import DayField
from trainingtracker.web.forms import TextField, at_most, required
from trainingtracker.web.requests import current_actor
from trainingtracker.web.rounds.hearings import ReplyForm

BLUEPRINT = Blueprint("paper_reply", __name__, url_prefix="/planning/hearings")
Answer = str | tuple[str, int] | Response


class PaperForm(ReplyForm):
    dated = DayField(_l("Date on the paper"), [required()])
    sender = TextField(_l("Who has replied"), [required(), at_most(200)])

    def validate_dated(self, field: DayField) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError(_("The date is not in the future."))


@BLUEPRINT.route("/<int:hearing_id>/paper", methods=["GET", "POST"])
@access(HR)
def record(hearing_id: int) -> Answer:
    found = db.session.get(Hearing, hearing_id) or abort(404)
    if request.method == "GET":
        return _page(found, PaperForm(None))
    form = PaperForm()
    if not form.validate():
        return _page(found, form), 422
    answer = HearingReply(form.reply.data)
    paper = Paper(form.dated.data, form.sender.data)
    try:
        hearing.record_paper(hearing_id, answer, form.text.data or "", paper, current_actor())
    except RuleViolation as violation:
        db.session.rollback()
        unsaid = answer is HearingReply.OBJECTS and not form.text.data
        form.refuse(violation, form.text if unsaid else None)
        return _page(db.session.get_one(Hearing, hearing_id), form), violation.status_code
    offering_id = found.round.offering_id
    db.session.commit()
    flash(_("The reply on paper is recorded, and those who are heard are told."), "success")
    return redirect(url_for("rounds.show", offering_id=offering_id, _anchor="hearing"), 303)


def _page(found: Hearing, form: PaperForm) -> str:
    return render_template(
        "rounds/paper.html", hearing=found, offering=found.round.offering, form=form
    )
