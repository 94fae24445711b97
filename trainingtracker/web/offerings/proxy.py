"""The page before somebody is enrolled by HR or their coordinator: what will happen."""

from flask import render_template

from trainingtracker import clock
from trainingtracker.enrolment.foresight import foresee_request
from trainingtracker.enrolment.queries.deciders import decider_names
from trainingtracker.extensions import db
from trainingtracker.models import Offering, Person
from trainingtracker.organisation.leadership import unit_of
from trainingtracker.web.people.people import log_record
from trainingtracker.web.requests import current_actor, leadership


def preview_page(offering_id: int, person_id: int, action: str, back: str) -> str:
    """What the request would come to, with the button that makes it (`step=do` to `action`).

    Raises RuleViolation where it would be refused. Nothing stays of it.
    """
    found = foresee_request(offering_id, person_id, current_actor())
    db.session.rollback()
    person = db.session.get_one(Person, person_id)
    log_record(person)
    unit_id = unit_of(person_id, clock.today())
    return render_template(
        "proxy/preview.html",
        offering=db.session.get_one(Offering, offering_id),
        person=person,
        unit=leadership().tree.get(unit_id),
        deciders=decider_names(person_id, unit_id, leadership()),
        found=found,
        action=action,
        back=back,
    )
