"""An enrolment that somebody may change: the person, HR, or the coordinator of their unit."""

from flask import abort, url_for

from trainingtracker.accounts.permissions import can_act_for
from trainingtracker.enrolment.queries.one_enrolment import enrolment_with_dates
from trainingtracker.models import Enrolment
from trainingtracker.privacy import log_access
from trainingtracker.vocabulary import AccessKind
from trainingtracker.web.requests import current_actor


def changeable(enrolment_id: int) -> Enrolment:
    """The enrolment where the actor may change it; 404 otherwise. Looking at others is logged."""
    actor = current_actor()
    enrolment = enrolment_with_dates(enrolment_id)
    if enrolment is None or not can_act_for(actor, enrolment.person_id):
        abort(404)
    if enrolment.person_id != actor.person_id:
        log_access(
            AccessKind.PERSON_RECORD, actor_id=actor.person_id, person_id=enrolment.person_id
        )
    return enrolment


def page_of(enrolment: Enrolment) -> str:
    """The page from which the actor changes this enrolment."""
    actor = current_actor()
    if enrolment.person_id == actor.person_id:
        return url_for("enrolment.show", enrolment_id=enrolment.id)
    if actor.is_hr:
        return url_for(
            "participants.show", offering_id=enrolment.offering_id, enrolment_id=enrolment.id
        )
    return url_for("people.show", person_id=enrolment.person_id)
