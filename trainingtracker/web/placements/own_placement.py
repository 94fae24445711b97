"""One's own placement test: asked for and given up on the page of a course."""

from typing import NamedTuple

from flask import Blueprint, abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from trainingtracker.catalogue.course_page import published_course
from trainingtracker.enrolment.grouping import placement
from trainingtracker.enrolment.queries import placements
from trainingtracker.enrolment.rules import has_level
from trainingtracker.extensions import db
from trainingtracker.models import Course, Placement
from trainingtracker.vocabulary import PlacementStatus
from trainingtracker.web.access import SIGNED_IN, access
from trainingtracker.web.requests import current_actor

BLUEPRINT = Blueprint("own_placement", __name__, url_prefix="/courses/<int:course_id>/placement")


class OwnPlacement(NamedTuple):
    """Where the reader stands with the test of a course; `suiting` are courses of their level."""

    test: Placement | None
    needed: bool
    suiting: list[Course]


def placement_of(course: Course, person_id: int) -> OwnPlacement | None:
    """None where the course has no test."""
    competence_id = course.placement_competence_id
    if competence_id is None:
        return None
    test = placements.own(person_id, competence_id)
    entered = test is not None and test.status is PlacementStatus.ENTERED
    return OwnPlacement(
        test,
        not has_level(person_id, competence_id, own=True),
        placements.suiting(test) if test and entered else [],
    )


@BLUEPRINT.post("")
@access(SIGNED_IN)
def ask(course_id: int) -> Response:
    _check_published(course_id)
    actor = current_actor()
    placement.ask(course_id, actor.person_id, actor)
    db.session.commit()
    flash(_("Your placement test is asked for. You get a message with the result."), "success")
    return redirect(url_for("catalogue.course", course_id=course_id), 303)


@BLUEPRINT.post("/withdrawal")
@access(SIGNED_IN)
def give_up(course_id: int) -> Response:
    course = _check_published(course_id)
    actor = current_actor()
    found = placements.own(actor.person_id, course.placement_competence_id or 0)
    if found is not None and found.status is PlacementStatus.OPEN:
        placement.give_up(found.id, actor)
        db.session.commit()
    flash(_("The placement test is given up."), "success")
    return redirect(url_for("catalogue.course", course_id=course_id), 303)


def _check_published(course_id: int) -> Course:
    return published_course(course_id) or abort(404)
