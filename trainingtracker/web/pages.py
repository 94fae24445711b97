"""Pages about the site itself: accessibility statement, privacy notice, imprint."""

from flask import Blueprint, render_template

from trainingtracker.web.access import PUBLIC, access

BLUEPRINT = Blueprint("pages", __name__)


@BLUEPRINT.get("/accessibility")
@access(PUBLIC)
def accessibility() -> str:
    return render_template("pages/accessibility.html")


@BLUEPRINT.get("/privacy")
@access(PUBLIC)
def privacy() -> str:
    return render_template("pages/privacy.html")


@BLUEPRINT.get("/imprint")
@access(PUBLIC)
def imprint() -> str:
    return render_template("pages/imprint.html")
