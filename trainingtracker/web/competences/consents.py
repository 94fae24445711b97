"""Consents as numbers: for whoever watches over data protection."""

from flask import Blueprint, render_template

from trainingtracker import settings
from trainingtracker.competence import consent_texts
from trainingtracker.competence.consent_counts import consent_counts
from trainingtracker.vocabulary import ConsentAudience, Role
from trainingtracker.web.access import Rule, access

BLUEPRINT = Blueprint("consents", __name__, url_prefix="/consents")
DATA_PROTECTION = Rule("data protection", lambda actor: actor.has(Role.DATA_PROTECTION))


@BLUEPRINT.get("")
@access(DATA_PROTECTION)
def show() -> str:
    version = consent_texts.in_force()
    return render_template(
        "competences/consents.html",
        counts=consent_counts(),
        smallest=settings.get("small_group"),
        version=version,
        general=consent_texts.general(version),
        about={each: consent_texts.about(each, version) for each in ConsentAudience},
    )
