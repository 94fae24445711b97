"""The catalogue of courses for everybody."""

from flask import Blueprint, render_template

from trainingtracker.web.access import SIGNED_IN, access

BLUEPRINT = Blueprint("catalogue", __name__)


@BLUEPRINT.get("/courses")
@access(SIGNED_IN)
def courses() -> str:
    return render_template("catalogue/courses.html")
