"""HR's offerings: list, create, edit, publish. Trainers find their own in the list."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingtracker import clock, settings
from trainingtracker.catalogue import (
    availability,
    course_list,
    offering_copy,
    offering_list,
    offerings,
    topics,
)
from trainingtracker.catalogue.offering_facts import OfferingFacts
from trainingtracker.catalogue.offering_list import OfferingFilter, OfferingsFound
from trainingtracker.enrolment.changes.capacity import TooFewPlaces
from trainingtracker.enrolment.changes.offering_changes import change_offering
from trainingtracker.enrolment.queries import places_open
from trainingtracker.enrolment.rounds.hearing import closes_too_late
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Offering
from trainingtracker.needs import invitations
from trainingtracker.reports.lists.offerings import OFFERINGS, offering_rows
from trainingtracker.text import Message
from trainingtracker.vocabulary import OfferingStage
from trainingtracker.web import arguments
from trainingtracker.web.access import HR, TRAINER_OR_HR, access
from trainingtracker.web.conflicts import Change
from trainingtracker.web.downloads import list_workbook
from trainingtracker.web.filters import label, local
from trainingtracker.web.offerings.offering_form import OfferingForm, first_meeting, shown
from trainingtracker.web.offerings.offering_series import fingerprint, unseen_conflicts
from trainingtracker.web.offerings.sent_twice import made_before, newest_shown
from trainingtracker.web.paging import Page
from trainingtracker.web.requests import current_actor

BLUEPRINT = Blueprint("offerings", __name__, url_prefix="/offerings")
Answer = str | tuple[str, int] | Response


@BLUEPRINT.get("")
@access(TRAINER_OR_HR)
def listing() -> str:
    """HR's offerings, for trainers those they lead; closed ones only when asked for."""
    wanted, sort, window = _wanted(), _sorting(), arguments.window()
    found = _found(wanted, sort, limit=window.limit, offset=window.offset)
    return render_template(
        "offerings/listing.html",
        page=Page(found.rows, found.total, window.number),
        kept=places_open.kept(row.id for row in found.rows),
        wanted=wanted,
        sort=str(sort),
        topic_choices=[(topic.id, local(topic.title)) for topic in topics.in_order()],
        course_choices=[(course.id, local(course.title)) for course in course_list.choices()],
        stage_choices=[("all", _("All")), *((one.value, label(one)) for one in OfferingStage)],
        stage="all" if wanted.stage is None and wanted.with_closed else wanted.stage,
        is_hr=current_actor().is_hr,
    )


@BLUEPRINT.get("/list.xlsx")
@access(TRAINER_OR_HR)
def workbook() -> FlaskResponse:
    """All offerings that the filters let through, in the order of the page."""
    wanted, sort = _wanted(), _sorting()
    return list_workbook(
        OFFERINGS, lambda language: offering_rows(_found(wanted, sort).rows, language)
    )


def _wanted() -> OfferingFilter:
    """The filters of the address; trainers see the offerings they lead, whatever these say."""
    actor = current_actor()
    stage = arguments.member("stage", OfferingStage)
    return OfferingFilter(
        text=arguments.words("q"),
        topic_id=arguments.number("topic"),
        course_id=arguments.number("course"),
        stage=stage,
        with_closed=stage is not None or arguments.words("stage") == "all",
        first=arguments.day("from"),
        last=arguments.day("to"),
        trainer_id=None if actor.is_hr else actor.person_id,
    )


def _sorting() -> arguments.Sorting:
    return arguments.sorting(offering_list.SORTS, "date")


def _found(
    wanted: OfferingFilter, sort: arguments.Sorting, limit: int | None = None, offset: int = 0
) -> OfferingsFound:
    return offering_list.offerings(
        wanted, sort=sort.key, descending=sort.descending, limit=limit, offset=offset
    )


@BLUEPRINT.route("/new", methods=["GET", "POST"])
@access(HR)
def new() -> Answer:
    defaults = {"min_places": 6, "max_places": 12, "course_id": arguments.number("course")}
    form = OfferingForm(data=defaults)
    if status := form.rows_changed():
        return _edit_page(form, concerns=_concerns(form)), status
    if request.method == "GET":
        form.meetings.append_entry(first_meeting())
        return _edit_page(form)
    if not form.validate():
        return _edit_page(form), 422
    facts = form.facts()
    if made := made_before(facts):
        return _to_new(made)
    if conflicts := unseen_conflicts(facts):
        return _edit_page(form, concerns=conflicts, asking=True)
    try:
        offering = offerings.create(facts)
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation)
        return _edit_page(form), violation.status_code
    db.session.commit()
    return _to_new(offering)


@BLUEPRINT.route("/<int:offering_id>/edit", methods=["GET", "POST"])
@access(HR)
def edit(offering_id: int) -> Answer:
    offering = _offering(offering_id)
    if request.method == "GET":
        return _edit_page(_stored_form(offering), offering)
    form = OfferingForm(stored=offerings.facts_of(offering))
    if status := form.rows_changed():
        return _edit_page(form, offering, concerns=_concerns(form, offering)), status
    if not form.validate():
        return _edit_page(form, offering), 422
    if conflicts := unseen_conflicts(form.facts(), offerings.facts_of(offering), offering.id):
        return _edit_page(form, offering, concerns=conflicts, asking=True)
    try:
        change_offering(offering_id, form.facts(), form.seen_version)
    except TooFewPlaces as violation:
        db.session.rollback()
        form.refuse(violation, form.max_places)
        return _edit_page(form, _offering(offering_id)), violation.status_code
    except RuleViolation as violation:
        changes = form.not_saved(violation, lambda: _stored_form(_offering(offering_id)))
        return _edit_page(form, _offering(offering_id), changes), violation.status_code
    warnings = _warnings(_offering(offering_id))
    db.session.commit()
    flash(_("The offering is saved."), "success")
    return _to_roster(offering_id, warnings)


@BLUEPRINT.post("/<int:offering_id>/publish")
@access(HR)
def publish(offering_id: int) -> Response:
    offering = _offering(offering_id)
    invitations.publish(offering_id)
    warnings = _warnings(offering)
    db.session.commit()
    flash(_("The offering is published. People can find it in the catalogue."), "success")
    return _to_roster(offering_id, warnings)


def _warnings(offering: Offering) -> list[str]:
    """What is no reason to refuse, but for a second look."""
    late = closes_too_late(offering)
    return [local(late)] if late else []


def _to_new(offering: Offering) -> Response:
    flash(
        _("%(number)s is saved as a draft. Publish it to open enrolment.", number=offering.number),
        "success",
    )
    return _to_roster(offering.id, _warnings(offering))


def _to_roster(offering_id: int, warnings: list[str]) -> Response:
    for sentence in warnings:
        flash(sentence, "warning")
    return redirect(url_for("roster.show", offering_id=offering_id), 303)


def _offering(offering_id: int) -> Offering:
    return db.session.get(Offering, offering_id) or abort(404)


def _stored_form(offering: Offering) -> OfferingForm:
    """The form as it shows what is stored, whatever was sent."""
    facts = offerings.facts_of(offering)
    return OfferingForm(None, data=shown(facts), stored=facts).of_version(offering.version)


def _concerns(form: OfferingForm, offering: Offering | None = None) -> list[Message]:
    """What speaks against the rows as they are filled in, complete or not."""
    facts = OfferingFacts(
        course_id=0,
        max_places=1,
        meetings=form.complete_meetings(),
        trainer_ids=tuple(form.trainers.data or ()),
    )
    return offering_copy.concerns(facts, besides=offering.id if offering else None)


def _enrolled(offering: Offering) -> int:
    """How many would be told of other dates."""
    places = availability.of_offering(offering.id)
    return places.held + places.waiting + places.requested


def _edit_page(
    form: OfferingForm,
    offering: Offering | None = None,
    changes: list[Change] | None = None,
    concerns: list[Message] | None = None,
    *,
    asking: bool = False,
) -> str:
    return render_template(
        "offerings/edit.html",
        form=form,
        offering=offering,
        changes=changes or [],
        concerns=[local(each) for each in concerns or ()],
        conflicts_seen=fingerprint(concerns) if asking and concerns else "",
        newest=None if offering else newest_shown(),
        today=clock.today(),
        enrolled=_enrolled(offering) if offering else 0,
        moving_up_stops=settings.get("moving_up_stops"),
    )
