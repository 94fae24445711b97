"""The round of an offering: the proposal, what HR adjusts, who is heard, the release."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response
from wtforms import HiddenField, RadioField, SelectChoice, TextAreaField

from trainingtracker import clock, text
from trainingtracker.accounts.roles import holders
from trainingtracker.enrolment.queries.deciders import names_of
from trainingtracker.enrolment.queries.rounds import RoundDetails, details
from trainingtracker.enrolment.rounds import criteria, hearing
from trainingtracker.enrolment.rounds.adjusting import adjust
from trainingtracker.enrolment.rounds.proposal import propose
from trainingtracker.enrolment.rounds.release import release
from trainingtracker.enrolment.rounds.standing import Standing, answers, standings
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Offering
from trainingtracker.privacy import log_access
from trainingtracker.vocabulary import AccessKind, Allocation, HearingBody, RoundOutcome
from trainingtracker.web.access import HR, access
from trainingtracker.web.arguments import sent_member
from trainingtracker.web.conflicts import Change, VersionedForm
from trainingtracker.web.filters import label, number
from trainingtracker.web.forms import PageForm, at_most, stripped
from trainingtracker.web.requests import current_actor, leadership, reader_language

BLUEPRINT = Blueprint("rounds", __name__, url_prefix="/offerings/<int:offering_id>/round")
Answer = str | tuple[str, int] | Response


class ReleaseForm(PageForm):
    """What was looked at, and how an objection was dealt with."""

    note = TextAreaField(
        _l("How the objection was dealt with"), [at_most(2000)], filters=[stripped]
    )
    seen = HiddenField()


class AdjustForm(VersionedForm):
    outcome = RadioField(_l("Result"), validate_choice=True)
    reason = TextAreaField(_l("Reason"), [at_most(1000)], filters=[stripped])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outcome.choices = [
            SelectChoice("", _("As the criteria say")),
            *(SelectChoice(one.value, label(one)) for one in RoundOutcome),
        ]

    def wanted(self) -> RoundOutcome | None:
        return RoundOutcome(self.outcome.data) if self.outcome.data else None


@BLUEPRINT.get("")
@access(HR)
def show(offering_id: int) -> str:
    return _page(offering_of_round(offering_id), ReleaseForm(None))


@BLUEPRINT.post("/proposal")
@access(HR)
def make_proposal(offering_id: int) -> Response:
    offering_of_round(offering_id)
    try:
        propose(offering_id, current_actor())
    except RuleViolation as violation:
        return _back(offering_id, violation)
    db.session.commit()
    flash(_("The proposal is made from the criteria. Adjust what has to be adjusted."), "success")
    return redirect(url_for("rounds.show", offering_id=offering_id, _anchor="proposal"), 303)


@BLUEPRINT.route("/requests/<int:enrolment_id>", methods=["GET", "POST"])
@access(HR)
def change(offering_id: int, enrolment_id: int) -> Answer:
    offering = offering_of_round(offering_id)
    line = _line(offering, enrolment_id)
    if request.method == "GET":
        return _change_page(offering, line, _stored_form(line))
    form = AdjustForm()
    if not form.validate():
        return _change_page(offering, line, form), 422
    try:
        adjust(
            line.entry.id, form.wanted(), form.reason.data or "", form.seen_version, current_actor()
        )
    except RuleViolation as violation:
        unsaid = form.outcome.data and not form.reason.data
        changes = form.not_saved(
            violation, lambda: _stored_form(_line(offering_of_round(offering_id), enrolment_id))
        )
        if unsaid and violation.status_code == 422:
            form.reason.errors = [form.form_errors.pop()]
        offering = offering_of_round(offering_id)
        page = _change_page(offering, _line(offering, enrolment_id), form, changes)
        return page, violation.status_code
    name = line.person.full_name
    db.session.commit()
    flash(_("Saved for %(name)s. The others follow the order.", name=name), "success")
    return redirect(url_for("rounds.show", offering_id=offering_id, _anchor="proposal"), 303)


@BLUEPRINT.post("/hearings")
@access(HR)
def send(offering_id: int) -> Response:
    """Send the list to the body named, or to all who have not got it yet."""
    offering = offering_of_round(offering_id)
    everybody = request.form.get("body") == "all"
    body = sent_member("body", HearingBody)
    if body is None and not everybody:
        abort(404)
    bodies = details(offering).unsent if body is None else [body]
    try:
        for each in bodies:
            hearing.send(offering_id, each, current_actor())
    except RuleViolation as violation:
        return _back(offering_id, violation)
    db.session.commit()
    if bodies:
        names = ", ".join(label(each) for each in bodies)
        flash(_("The list is sent: %(body)s.", body=names), "success")
    for each in bodies:
        if not holders(each.role, clock.today()):
            sentence = _(
                "Nobody has the role “%(body)s” here, so nobody is told.", body=label(each)
            )
            flash(sentence, "warning")
    return redirect(url_for("rounds.show", offering_id=offering_id, _anchor="hearing"), 303)


@BLUEPRINT.post("/release")
@access(HR)
def release_all(offering_id: int) -> Answer:
    offering = offering_of_round(offering_id)
    form = ReleaseForm()
    if not form.validate():
        return _page(offering, form), 422
    try:
        released = release(
            offering_id, current_actor(), note=form.note.data or "", seen=form.seen.data
        )
    except RuleViolation as violation:
        db.session.rollback()
        offering = offering_of_round(offering_id)
        if offering.round_released_at is not None:
            return _back(offering_id, violation)
        asks_note = bool(details(offering).objections) and not form.note.data
        form.refuse(violation, form.note if asks_note else None)
        return _page(offering, form), violation.status_code
    places = len(released.of(RoundOutcome.PLACE))
    db.session.commit()
    flash(
        _(
            "Released: %(places)s places, %(waiting)s on the waiting list, %(declined)s without.",
            places=number(places),
            waiting=number(len(released.of(RoundOutcome.WAIT))),
            declined=number(len(released.of(RoundOutcome.DECLINE))),
        ),
        "success",
    )
    return redirect(url_for("roster.show", offering_id=offering_id), 303)


def offering_of_round(offering_id: int) -> Offering:
    """The offering, where its places are given out in a round; 404 otherwise."""
    found = db.session.get(
        Offering, offering_id, options=[joinedload(Offering.course)], populate_existing=True
    )
    if found is None or found.allocation is not Allocation.ROUND:
        abort(404)
    return found


def log_list(offering: Offering, row_count: int) -> None:
    """The names of a round are being shown."""
    log_access(
        AccessKind.ROSTER,
        actor_id=current_actor().person_id,
        row_count=row_count,
        filters={"offering": offering.id, "page": "round"},
    )


def _page(offering: Offering, form: ReleaseForm) -> str:
    found = details(offering)
    tree = leadership().tree
    released = answers(found.now.round) if found.now.round and not offering.in_round else []
    lines = released or found.now.lines
    if lines:
        log_list(offering, len(lines))
    form.seen.data = found.now.seen
    return render_template(
        "rounds/show.html",
        offering=offering,
        found=found,
        lines=lines,
        tree=tree,
        bodies=list(HearingBody),
        criteria=criteria.published([offering.id], tree)[offering.id],
        fixed=criteria.fixed(offering.id),
        too_late=hearing.closes_too_late(offering) if found.stage == "collecting" else None,
        names=names_of(_named(found)),
        form=form,
    )


def _named(found: RoundDetails) -> Iterator[int | None]:
    """Who is named on the page as having done something."""
    if found.now.round is not None:
        yield found.now.round.proposed_by_id
        yield found.now.round.released_by_id
    for each in found.hearings.values():
        yield each.sent_by_id
        yield each.replied_by_id


def _line(offering: Offering, enrolment_id: int) -> Standing:
    lines = standings(offering).lines
    return next((line for line in lines if line.enrolment.id == enrolment_id), None) or abort(404)


def _stored_form(line: Standing) -> AdjustForm:
    entry = line.entry
    shown = {"outcome": entry.adjusted.value if entry.adjusted else "",
             "reason": entry.adjusted_reason}  # fmt: skip
    return AdjustForm(None, data=shown).of_version(entry.version)


def _change_page(
    offering: Offering, line: Standing, form: AdjustForm, changes: list[Change] | None = None
) -> str:
    log_list(offering, 1)
    tree = leadership().tree
    return render_template(
        "rounds/adjust.html",
        offering=offering,
        line=line,
        tree=tree,
        criteria=criteria.published([offering.id], tree)[offering.id],
        form=form,
        changes=changes or [],
    )


def _back(offering_id: int, violation: RuleViolation) -> Response:
    """Back to the page, which shows how things stand now, with the sentence of the rule."""
    db.session.rollback()
    flash(text.sentence(violation.message, reader_language(), **violation.values), "warning")
    return redirect(url_for("rounds.show", offering_id=offering_id), 303)
