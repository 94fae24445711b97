"""Nominating people of the team for an offering: choose, see what will happen, do it."""

from typing import NamedTuple

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from trainingtracker import clock
from trainingtracker.accounts.scopes import direct_reports
from trainingtracker.catalogue import course_list, offering_list
from trainingtracker.catalogue.offering_list import OfferingFilter
from trainingtracker.enrolment.approval import nominations
from trainingtracker.enrolment.approval.interest import Interest
from trainingtracker.enrolment.queries import team
from trainingtracker.enrolment.queries.team import Named
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Offering
from trainingtracker.privacy import log_access
from trainingtracker.vocabulary import (
    AccessKind,
    CourseStatus,
    OfferingStage,
    OfferingStatus,
    OfficialInterest,
    Status,
)
from trainingtracker.web import arguments
from trainingtracker.web.access import MANAGER, access
from trainingtracker.web.approvals.interest_form import InterestForm
from trainingtracker.web.approvals.outcomes import refusals
from trainingtracker.web.arguments import whole
from trainingtracker.web.filters import local, number
from trainingtracker.web.forms import said
from trainingtracker.web.requests import current_actor, leadership

BLUEPRINT = Blueprint("nominations", __name__, url_prefix="/team/nominations")
Answer = str | tuple[str, int] | Response
_MOST = 500
# So many dates are offered at once; those of one course are as a rule fewer.
_NEXT = 60


class Member(NamedTuple):
    """Somebody of the team, and where they stand in the offering already."""

    person: Named
    status: Status | None


@BLUEPRINT.get("")
@access(MANAGER)
def choose() -> str:
    """The offerings to come, and for one of them the team."""
    wanted = arguments.number("offering")
    return _choice(_offering(wanted) if wanted else None)


@BLUEPRINT.post("")
@access(MANAGER)
def act() -> Answer:
    """Show what would happen; with `step=do` nominate them."""
    offering = _offering(whole(request.form.get("offering_id", "")))
    sent = {found for each in request.form.getlist("person") if (found := whole(each))}
    ids = nominations.may_nominate(sent, current_actor(), leadership())
    if not ids:
        return _choice(offering, _("Choose at least one person.")), 422
    form = InterestForm()
    asks = offering.course.asks_interest and offering.course.needs_approval
    if request.form.get("step") != "do":
        return _preview(offering, ids, form, asks=asks)
    if not (form.complete() if asks else form.validate()):
        return _preview(offering, ids, form, asks=asks, status=422)
    stated = form.stated() if asks else None
    try:
        outcomes = nominations.nominate_all(offering.id, ids, current_actor(), leadership(), stated)
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        return _preview(offering, ids, form, asks=asks, status=violation.status_code)
    done = sum(each.refusal is None for each in outcomes)
    refused = refusals(outcomes)
    db.session.commit()
    if done:
        flash(
            ngettext(
                "%(number)s person is nominated and gets a message.",
                "%(number)s people are nominated and get a message.",
                done,
                number=number(done),
            ),
            "success",
        )
    for sentence in refused:
        flash(sentence, "warning")
    return redirect(url_for("nominations.choose", offering=offering.id), 303)


def _offering(offering_id: int | None) -> Offering:
    found = db.session.get(Offering, offering_id) if offering_id else None
    if found is None or found.status is not OfferingStatus.PUBLISHED:
        abort(404)
    return found


def _choice(offering: Offering | None, refusal: str = "") -> str:
    members = _members(offering) if offering else []
    course_id = arguments.number("course")
    upcoming = offering_list.offerings(
        OfferingFilter(stage=OfferingStage.UPCOMING, course_id=course_id), limit=_NEXT
    )
    return render_template(
        "nominations/choose.html",
        offering=offering,
        listed=offering is None or any(row.id == offering.id for row in upcoming.rows),
        offerings=upcoming,
        course_id=course_id,
        courses=[
            (course.id, local(course.title))
            for course in course_list.choices()
            if course.status is CourseStatus.PUBLISHED
        ],
        members=members,
        refusal=refusal,
        chosen=request.form.getlist("person"),
    )


def _members(offering: Offering) -> list[Member]:
    actor, today = current_actor(), clock.today()
    visible = direct_reports(actor, today, leadership())
    people, _total = team.names(visible, leadership().tree, today, limit=_MOST)
    ids = nominations.may_nominate([p.person_id for p in people], actor, leadership())
    where = nominations.standing(offering.id, ids)
    log_access(
        AccessKind.TEAM,
        actor_id=actor.person_id,
        row_count=len(ids),
        filters={"page": "nominations", "offering": offering.id},
    )
    return [Member(p, where.get(p.person_id)) for p in people if p.person_id in ids]


def _preview(
    offering: Offering,
    ids: frozenset[int],
    form: InterestForm,
    *,
    asks: bool,
    status: int = 200,
) -> Answer:
    offering_id = offering.id
    # What is still to be said does not change what will happen.
    stated = Interest(OfficialInterest.FULL) if asks else None
    try:
        found = nominations.preview(offering_id, ids, current_actor(), leadership(), stated)
    except RuleViolation as violation:
        db.session.rollback()
        return _choice(_offering(offering_id), said(violation)), violation.status_code
    db.session.rollback()
    page = render_template(
        "nominations/preview.html",
        offering=db.session.get_one(Offering, offering_id),
        ids=sorted(ids),
        found=found,
        form=form,
        asks=asks,
    )
    return page, status
