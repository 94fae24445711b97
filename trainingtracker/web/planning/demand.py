"""HR sees the demand by course, unit and quarter, and makes offerings from it."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask import Response as FlaskResponse
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import BooleanField, IntegerField

from trainingtracker import clock, settings
from trainingtracker.catalogue import course_list
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Course
from trainingtracker.needs import demand, interest, invitations, quarters
from trainingtracker.needs.demand import DemandFilter
from trainingtracker.needs.quarters import Quarter
from trainingtracker.organisation.leadership import units_of
from trainingtracker.privacy import log_access
from trainingtracker.reports.lists.demand import DEMAND, demand_rows
from trainingtracker.vocabulary import AccessKind, CourseStatus
from trainingtracker.web import arguments
from trainingtracker.web.access import HR, access
from trainingtracker.web.downloads import list_workbook
from trainingtracker.web.filters import local
from trainingtracker.web.forms import PageForm, required, whole_number
from trainingtracker.web.paging import Page
from trainingtracker.web.requests import current_actor, leadership
from trainingtracker.web.unit_choices import unit_choices

BLUEPRINT = Blueprint("demand", __name__, url_prefix="/planning/demand")
Answer = str | tuple[str, int] | Response


class EarlyForm(PageForm):
    early_days = IntegerField(
        _l("Working days before enrolment opens for everybody"),
        [required(), whole_number(0, invitations.MOST_DAYS)],
    )


class MakeForm(EarlyForm):
    with_waiting = BooleanField(_l("Invite those on the waiting lists of other dates as well"))


@BLUEPRINT.get("")
@access(HR)
def listing() -> str:
    wanted, window = _wanted(), arguments.window()
    rows = demand.demand(wanted, leadership().tree)
    shown = rows[window.offset : window.offset + window.limit]
    return render_template(
        "demand/listing.html",
        page=Page(shown, len(rows), window.number, window.limit),
        courses=demand.by_course(rows),
        wanted=wanted,
        course_choices=[
            (course.id, local(course.title))
            for course in course_list.choices()
            if course.status is CourseStatus.PUBLISHED
        ],
        units=unit_choices(leadership().tree, wanted.unit_id),
        quarter_choices=[
            (quarter.first.isoformat(), local(quarter))
            for quarter in quarters.to_choose_from(clock.today())
        ],
    )


@BLUEPRINT.get("/list.xlsx")
@access(HR)
def workbook() -> FlaskResponse:
    """Exactly the rows of the page."""
    wanted, tree = _wanted(), leadership().tree
    return list_workbook(
        DEMAND, lambda language: demand_rows(demand.demand(wanted, tree), language)
    )


@BLUEPRINT.route("/<int:course_id>", methods=["GET", "POST"])
@access(HR)
def make(course_id: int) -> Answer:
    """Make an offering for those on the interest list."""
    course = db.session.get(Course, course_id) or abort(404)
    form = MakeForm(
        data={
            "early_days": settings.get("early_enrolment_days"),
            # Where only waiting lists ask for more dates, they are whom the offering is for.
            "with_waiting": not interest.list_of(course_id, 0).number,
        }
    )
    if not form.is_submitted():
        return _make_page(course, form)
    if not form.validate():
        return _make_page(course, form), 422
    try:
        offering = invitations.make_offering(
            course_id,
            current_actor(),
            early_days=form.early_days.data,
            with_waiting=form.with_waiting.data,
        )
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        return _make_page(db.session.get_one(Course, course_id), form), violation.status_code
    db.session.commit()
    flash(
        _("%(number)s is a draft. Add dates and publish it: those invited are told then.",
          number=offering.number),
        "success",
    )  # fmt: skip
    return redirect(url_for("offerings.edit", offering_id=offering.id), 303)


def _wanted() -> DemandFilter:
    day = arguments.day("quarter")
    return DemandFilter(
        course_id=arguments.number("course"),
        unit_id=arguments.number("unit"),
        quarter=Quarter.of(day) if day else None,
    )


def _make_page(course: Course, form: MakeForm) -> str:
    people, today = interest.interested(course.id), clock.today()
    log_access(
        AccessKind.ROSTER,
        actor_id=current_actor().person_id,
        row_count=len(people),
        filters={"course": course.id},
    )
    units, tree = units_of([each.person_id for each in people], today), leadership().tree
    return render_template(
        "demand/make.html",
        course=course,
        form=form,
        people=[(each, tree.get(units.get(each.person_id))) for each in people],
        waiting=len(invitations.waiting_elsewhere(course.id)),
        draft=invitations.draft_from_demand(course.id),
    )
