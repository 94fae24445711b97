"""Placement tests: results entered and corrected by HR and trainers."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectChoice

from trainingtracker import clock
from trainingtracker.enrolment.grouping import placement
from trainingtracker.enrolment.queries import placements
from trainingtracker.errors import RuleViolation
from trainingtracker.extensions import db
from trainingtracker.models import Placement
from trainingtracker.privacy import log_access
from trainingtracker.vocabulary import AccessKind, PlacementStatus
from trainingtracker.web import arguments
from trainingtracker.web.access import HR, TRAINER_OR_HR, access
from trainingtracker.web.arguments import whole
from trainingtracker.web.conflicts import Change, VersionedForm
from trainingtracker.web.fields.day_field import DayField
from trainingtracker.web.filters import local
from trainingtracker.web.forms import required
from trainingtracker.web.placements.listing import AskForm, list_page
from trainingtracker.web.requests import current_actor

BLUEPRINT = Blueprint("placements", __name__, url_prefix="/planning/placement-tests")
Answer = str | tuple[str, int] | Response
_BEGINNER = "0"


class ResultForm(VersionedForm):
    """The level that the test has shown, and the day of the test."""

    level = RadioField(_l("What the test has shown"), [required()])
    tested_on = DayField(_l("Day of the test"), [required()])

    def offer(self, found: Placement) -> None:
        """The levels of the scale, and none of them."""
        self.level.choices = [
            SelectChoice(_BEGINNER, _("no level yet: begins at the beginning")),
            *(
                SelectChoice(str(level.id), local(level.name))
                for level in placements.levels_of(found.competence)
            ),
        ]


@BLUEPRINT.get("")
@access(TRAINER_OR_HR)
def listing() -> str:
    """HR: also with a course whose page has led here, to ask for somebody."""
    course_id = arguments.number("course")
    return list_page(ask_form=AskForm(None, data={"course_id": course_id}) if course_id else None)


@BLUEPRINT.route("/<int:placement_id>", methods=["GET", "POST"])
@access(TRAINER_OR_HR)
def result(placement_id: int) -> Answer:
    found = _to_enter(placement_id)
    if request.method == "GET":
        return _result_page(found, _stored_form(found))
    form = ResultForm()
    form.offer(found)
    if not form.validate():
        return _result_page(found, form), 422
    level_id = whole(form.level.data) or None
    try:
        placement.enter_result(
            placement_id, level_id, form.tested_on.data, form.seen_version, current_actor()
        )
    except RuleViolation as violation:
        changes = form.not_saved(violation, lambda: _stored_form(_to_enter(placement_id)))
        return _result_page(_to_enter(placement_id), form, changes), violation.status_code
    name = found.person.full_name
    db.session.commit()
    flash(_("The result of %(name)s is entered. The person gets a message.", name=name), "success")
    return redirect(url_for("placements.listing"), 303)


@BLUEPRINT.post("/<int:placement_id>/withdrawal")
@access(HR)
def give_up(placement_id: int) -> Response:
    name = (placements.one(placement_id) or abort(404)).person.full_name
    placement.give_up(placement_id, current_actor())
    db.session.commit()
    flash(_("%(name)s is taken off the list.", name=name), "success")
    return redirect(url_for("placements.listing"), 303)


def _to_enter(placement_id: int) -> Placement:
    """The test, where its result is the actor's to enter; it does not exist for others."""
    found = placements.one(placement_id)
    if found is None or not placement.may_enter_result(current_actor(), found):
        abort(404)
    return found


def _stored_form(found: Placement) -> ResultForm:
    data: dict[str, object] = {"tested_on": found.tested_on or clock.today()}
    if found.status is PlacementStatus.ENTERED:
        data["level"] = str(found.level_id or _BEGINNER)
    form = ResultForm(None, data=data)
    form.offer(found)
    return form.of_version(found.version)


def _result_page(found: Placement, form: ResultForm, changes: list[Change] | None = None) -> str:
    log_access(
        AccessKind.PERSON_RECORD,
        actor_id=current_actor().person_id,
        person_id=found.person_id,
        filters={"page": "placement test"},
    )
    return render_template(
        "placements/result.html",
        test=found,
        form=form,
        changes=changes or [],
        is_hr=current_actor().is_hr,
    )
