"""/healthz: for load balancers and monitoring. No session, nobody's data, one query."""

from pathlib import Path

from flask import Blueprint, Response, current_app

from trainingtracker.extensions import db
from trainingtracker.upkeep.health import failing
from trainingtracker.web.access import PUBLIC, access

BLUEPRINT = Blueprint("health", __name__)


@BLUEPRINT.get("/healthz")
@access(PUBLIC)
def healthz() -> Response:
    """200 "ok", or 503 and the one word for what fails: database, migrations or disk."""
    part = failing(Path(current_app.instance_path), db.engine)
    return Response(f"{part or 'ok'}\n", 503 if part else 200, mimetype="text/plain")
