"""Those who are heard before a round is released: the lists sent to them, and their reply."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice, TextAreaField

from trainingtracker.enrolment.queries.rounds import BodyHearing, heard_by, refused_by_managers
from trainingtracker.enrolment.rounds import criteria, hearing
from trainingtracker.enrolment.rounds.standing import standings
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.vocabulary import HearingBody, HearingReply, RoundOutcome
from trainingtracker.web.access import HEARD, access
from trainingtracker.web.filters import label
from trainingtracker.web.forms import PageForm, at_most, required, stripped
from trainingtracker.web.requests import current_actor, leadership
from trainingtracker.web.rounds.rounds import log_list

BLUEPRINT = Blueprint("hearings", __name__, url_prefix="/hearings")
Answer = str | tuple[str, int] | Response


class ReplyForm(PageForm):
    reply = RadioField(_l("Reply"), [required()])
    text = TextAreaField(_l("Words to HR"), [at_most(5000)], filters=[stripped])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reply.choices = [SelectChoice(one.value, label(one)) for one in HearingReply]


@BLUEPRINT.get("")
@access(HEARD)
def listing() -> str:
    return render_template("hearings/listing.html", lists=heard_by(_bodies()), bodies=_bodies())


@BLUEPRINT.get("/<int:hearing_id>")
@access(HEARD)
def show(hearing_id: int) -> str:
    return _page(_own(hearing_id), ReplyForm(None))


@BLUEPRINT.post("/<int:hearing_id>/reply")
@access(HEARD)
def reply(hearing_id: int) -> Answer:
    found = _own(hearing_id)
    form = ReplyForm()
    if not form.validate():
        return _page(found, form), 422
    answer = HearingReply(form.reply.data)
    try:
        hearing.reply(hearing_id, answer, form.text.data or "", current_actor())
    except RuleViolation as violation:
        db.session.rollback()
        unsaid = answer is HearingReply.OBJECTS and not form.text.data
        form.refuse(violation, form.text if unsaid else None)
        return _page(_own(hearing_id), form), violation.status_code
    db.session.commit()
    flash(_("Your reply is recorded and HR is told."), "success")
    return redirect(url_for("hearings.show", hearing_id=hearing_id), 303)


def _bodies() -> list[HearingBody]:
    actor = current_actor()
    return [body for body in HearingBody if actor.has(body.role)]


def _own(hearing_id: int) -> BodyHearing:
    """A list sent to a body of the reader; any other does not exist for them."""
    lists = heard_by(_bodies())
    return next((each for each in lists if each.hearing.id == hearing_id), None) or abort(404)


def _page(found: BodyHearing, form: ReplyForm) -> str:
    """With names while the reply counts; after the release numbers suffice."""
    offering, tree = found.offering, leadership().tree
    released = offering.round_released_at is not None
    lines = () if released else standings(offering).lines
    refused = [] if released else refused_by_managers(offering.id)
    if lines or refused:
        log_list(offering, len(lines) + len(refused))
    said = list(found.hearing.outcomes.values())
    return render_template(
        "hearings/show.html",
        found=found,
        hearing=found.hearing,
        offering=offering,
        lines=lines,
        refused=refused,
        numbers={outcome: said.count(outcome.value) for outcome in RoundOutcome},
        criteria=criteria.published([offering.id], tree)[offering.id],
        tree=tree,
        form=form,
    )
