"""HR's desk: what needs somebody today."""

from flask import Blueprint, render_template

from trainingtracker.enrolment.queries.desk import SOON, desk
from trainingtracker.web.access import HR, access
from trainingtracker.web.requests import leadership

BLUEPRINT = Blueprint("planning", __name__)


@BLUEPRINT.get("/planning")
@access(HR)
def show() -> str:
    return render_template("planning/show.html", desk=desk(leadership()), weeks=SOON.days // 7)
