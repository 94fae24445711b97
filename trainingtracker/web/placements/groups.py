"""Forming a group by level: HR chooses people and a date, sees what will happen, does it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from trainingtracker.enrolment.grouping import group_forming
from trainingtracker.enrolment.queries import placements
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Offering
from trainingtracker.privacy import log_access
from trainingtracker.text import mark
from trainingtracker.vocabulary import AccessKind
from trainingtracker.web.access import HR, access
from trainingtracker.web.approvals.outcomes import refusals
from trainingtracker.web.arguments import whole
from trainingtracker.web.filters import number
from trainingtracker.web.forms import said
from trainingtracker.web.placements.listing import Choice, list_page
from trainingtracker.web.requests import current_actor

BLUEPRINT = Blueprint("placement_groups", __name__, url_prefix="/planning/placement-tests/groups")
Answer = str | tuple[str, int] | Response


@BLUEPRINT.post("")
@access(HR)
def form_group() -> Answer:
    """Show what would happen; with `step=do` do it, with `step=change` choose again."""
    choice = _sent()
    step = request.form.get("step")
    if step == "change":
        return list_page(choice)
    try:
        if choice.offering_id is None:
            raise RuleViolation(mark("Choose a date for the group."))
        if step != "do":
            return _preview(choice, choice.offering_id)
        outcomes = group_forming.form_group(
            choice.offering_id, choice.placement_ids, current_actor()
        )
    except RuleViolation as violation:
        db.session.rollback()
        refused = Choice(choice.group, choice.placement_ids, choice.offering_id, said(violation))
        return list_page(refused), violation.status_code
    if not outcomes:
        return _formed_already()
    done = sum(each.refusal is None for each in outcomes)
    sentences = refusals(outcomes)
    if not done:
        db.session.rollback()
        refusal = " ".join(sentences)
        refused = Choice(choice.group, choice.placement_ids, choice.offering_id, refusal)
        return list_page(refused), 422
    db.session.commit()
    flash(
        ngettext(
            "The group is formed: a place asked for on behalf of %(number)s person.",
            "The group is formed: places asked for on behalf of %(number)s people.",
            done,
            number=number(done),
        ),
        "success",
    )
    for sentence in sentences:
        flash(sentence, "warning")
    return redirect(url_for("roster.show", offering_id=choice.offering_id), 303)


def _sent() -> Choice:
    sent = request.form.getlist("placement")
    return Choice(
        request.form.get("group", ""),
        {found for value in sent if (found := whole(value))},
        whole(request.form.get("offering")),
    )


def _preview(choice: Choice, offering_id: int) -> Answer:
    """What forming the group would come to; raises the refusals of the doing."""
    found = group_forming.preview(offering_id, choice.placement_ids, current_actor())
    db.session.rollback()
    if not found.outcomes:
        return _formed_already()
    group = next((each for each in placements.groups() if each.key == choice.group), None)
    others = [
        each.person.full_name
        for each in (group.placements if group else [])
        if each.id not in choice.placement_ids
    ]
    log_access(
        AccessKind.ROSTER,
        actor_id=current_actor().person_id,
        row_count=len(found.outcomes),
        filters={"list": "placement tests", "offering": offering_id},
    )
    return render_template(
        "placements/preview.html",
        choice=choice,
        group=group,
        others=others,
        found=found,
        offering=db.session.get_one(Offering, offering_id),
    )


def _formed_already() -> Response:
    """A second click, or somebody else was quicker."""
    flash(_("These people do not wait for a group any more."), "info")
    return redirect(url_for("placements.listing"), 303)
