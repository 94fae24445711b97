"""HR's courses: list, create, edit, publish, archive."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingtracker.catalogue import course_list, courses, topics
from trainingtracker.catalogue.course_list import CourseFilter
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Course
from trainingtracker.vocabulary import CourseStatus
from trainingtracker.web import arguments
from trainingtracker.web.access import HR, access
from trainingtracker.web.conflicts import Change
from trainingtracker.web.courses.course_form import ROWS, CourseForm, shown
from trainingtracker.web.filters import label, local
from trainingtracker.web.paging import Page
from trainingtracker.web.rows import changed_rows

BLUEPRINT = Blueprint("courses_admin", __name__, url_prefix="/planning/courses")
Answer = str | tuple[str, int] | Response


@BLUEPRINT.get("")
@access(HR)
def listing() -> str:
    wanted = CourseFilter(
        text=arguments.words("q"),
        topic_id=arguments.number("topic"),
        status=arguments.member("status", CourseStatus),
    )
    sort, window = arguments.sorting(course_list.SORTS, "title"), arguments.window()
    found = course_list.courses(
        wanted,
        sort=sort.key,
        descending=sort.descending,
        limit=window.limit,
        offset=window.offset,
    )
    return render_template(
        "courses_admin/listing.html",
        page=Page(found.rows, found.total, window.number),
        wanted=wanted,
        sort=str(sort),
        topic_choices=[(topic.id, local(topic.title)) for topic in topics.in_order()],
        status_choices=[(status.value, label(status)) for status in CourseStatus],
    )


@BLUEPRINT.route("/new", methods=["GET", "POST"])
@access(HR)
def new() -> Answer:
    form = CourseForm(
        data={"needs_approval": True, "attendance_threshold": 80, "format": "in_person"}
    )
    if changed_rows(form, *ROWS):
        return _edit_page(form)
    if request.method == "GET":
        form.add_row(form.outcomes)
        return _edit_page(form)
    if not form.validate():
        return _edit_page(form), 422
    try:
        course = courses.create(form.facts())
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        return _edit_page(form), violation.status_code
    db.session.commit()
    flash(_("The course is saved as a draft. Publish it when it is complete."), "success")
    return redirect(url_for("courses_admin.edit", course_id=course.id), 303)


@BLUEPRINT.route("/<int:course_id>", methods=["GET", "POST"])
@access(HR)
def edit(course_id: int) -> Answer:
    course = _course(course_id)
    if request.method == "GET":
        return _edit_page(_stored_form(course), course)
    form = CourseForm(course_id=course_id, stored=courses.facts_of(course))
    if changed_rows(form, *ROWS):
        return _edit_page(form, course)
    if not form.validate():
        return _edit_page(form, course), 422
    try:
        courses.edit(course_id, form.facts(), form.seen_version)
    except RuleViolation as violation:
        changes = form.not_saved(violation, lambda: _stored_form(_course(course_id)))
        return _edit_page(form, _course(course_id), changes), violation.status_code
    db.session.commit()
    flash(_("The course is saved."), "success")
    return redirect(url_for("courses_admin.edit", course_id=course_id), 303)


@BLUEPRINT.post("/<int:course_id>/publish")
@access(HR)
def publish(course_id: int) -> Response:
    _course(course_id)
    courses.publish(course_id)
    db.session.commit()
    flash(_("The course is published and shown in the catalogue."), "success")
    return redirect(url_for("courses_admin.edit", course_id=course_id), 303)


@BLUEPRINT.post("/<int:course_id>/archive")
@access(HR)
def archive(course_id: int) -> Response:
    _course(course_id)
    courses.archive(course_id)
    db.session.commit()
    flash(_("The course is archived. It is no longer shown in the catalogue."), "success")
    return redirect(url_for("courses_admin.edit", course_id=course_id), 303)


def _course(course_id: int) -> Course:
    return db.session.get(Course, course_id) or abort(404)


def _stored_form(course: Course) -> CourseForm:
    """The form as it shows what is stored, whatever was sent."""
    facts = courses.facts_of(course)
    form = CourseForm(None, data=shown(facts), course_id=course.id, stored=facts)
    return form.of_version(course.version)


def _edit_page(
    form: CourseForm, course: Course | None = None, changes: list[Change] | None = None
) -> str:
    return render_template(
        "courses_admin/edit.html", form=form, course=course, changes=changes or []
    )
