"""My training: the start page of everybody."""

from flask import Blueprint, render_template

from trainingtracker.web.access import SIGNED_IN, access

BLUEPRINT = Blueprint("my_training", __name__)


@BLUEPRINT.get("/")
@access(SIGNED_IN)
def home() -> str:
    return render_template("my_training/home.html")
