"""Asking for a placement test for somebody else: HR everybody, coordinators their people."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from sqlalchemy import true
from werkzeug.wrappers import Response

from trainingtracker.enrolment.grouping import placement
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Person
from trainingtracker.web.access import HR, HR_OR_COORDINATOR, access
from trainingtracker.web.offerings.enrol_form import EnrolForm
from trainingtracker.web.people.people import person_administered, person_page
from trainingtracker.web.people.placement_form import PlacementForm
from trainingtracker.web.placements.listing import AskForm, list_page
from trainingtracker.web.requests import current_actor

BLUEPRINT = Blueprint("placement_for_somebody", __name__)
Answer = str | tuple[str, int] | Response


@BLUEPRINT.post("/planning/placement-tests")
@access(HR)
def ask() -> Answer:
    """For the person meant; show who could be meant where that is not clear."""
    form = AskForm()
    person = form.meant(true(), valid=form.validate())
    if person is None:
        return list_page(ask_form=form), 200 if form.asks_who else 422
    try:
        _ask(person, form.course_id.data)
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation, form.who)
        return list_page(ask_form=form), violation.status_code
    return redirect(url_for("placements.listing"), 303)


@BLUEPRINT.post("/people/<int:person_id>/placement-test")
@access(HR_OR_COORDINATOR)
def ask_for(person_id: int) -> Answer:
    """On the page of the person."""
    person = person_administered(person_id)
    form = PlacementForm()
    if not form.validate():
        return person_page(person, EnrolForm(None), form), 422
    try:
        _ask(person, form.course_id.data)
    except RuleViolation as violation:
        db.session.rollback()
        form.refuse(violation, form.course_id)
        person = person_administered(person_id)
        return person_page(person, EnrolForm(None), form), violation.status_code
    return redirect(url_for("people.show", person_id=person_id), 303)


def _ask(person: Person, course_id: int) -> None:
    name = person.full_name
    placement.ask(course_id, person.id, current_actor())
    db.session.commit()
    flash(_("The placement test of %(name)s is open.", name=name), "success")
